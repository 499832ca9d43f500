// SPDX-License-Identifier: GPL-2.0-or-later
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  name: string;
  title: string;
  close_words: string;
  close: () => void;
  children: ComponentChildren;
}

/** Lies over the console, keeps the focus, and closes with Esc; meanwhile no key reaches the show. */
export function Dialog({ name, title, close_words, close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class={`dialog dialog-${name}`} aria-labelledby={`dialog-${name}`} onClose={close}>
      <header class="panel-head">
        <h2 id={`dialog-${name}`}>{title}</h2>
        <button type="button" class="plain" data-action="close-dialog" aria-label={close_words} onClick={close}>
          ×
        </button>
      </header>
      {children}
    </dialog>
  );
}
