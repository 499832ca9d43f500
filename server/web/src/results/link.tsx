// SPDX-License-Identifier: GPL-2.0-or-later
import type { ComponentChildren } from 'preact';
import { address_of, is_plain_click, type Place } from './place';

interface Props {
  to: Place;
  go: (place: Place) => void;
  children: ComponentChildren;
  current?: boolean | undefined;
  choice?: string;
  kind?: string;
}

/** A link to another part of the page. */
export function Link({ to, go, children, current, choice, kind }: Props) {
  const follow = (event: MouseEvent) => {
    if (!is_plain_click(event)) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={address_of(to)} class={kind} onClick={follow} aria-current={current ? 'true' : undefined} data-choice={choice}>
      {children}
    </a>
  );
}
