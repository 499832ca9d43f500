// SPDX-License-Identifier: GPL-2.0-or-later
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Key } from './parts';
import type { Strings } from './strings';

/** Long enough not to happen by accident, short enough for an emergency. control.css has it too. */
export const kHoldMs = 700;

/** Calls `done` once something has been held for kHoldMs. */
export function useHold(done: () => void) {
  const [holding, set_holding] = useState(false);
  const timer = useRef(0);
  const latest = useRef(done);
  latest.current = done;
  const release = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = 0;
    set_holding(false);
  }, []);
  const press = useCallback(() => {
    if (timer.current) return;
    set_holding(true);
    timer.current = window.setTimeout(() => {
      set_holding(false);
      latest.current();
    }, kHoldMs);
  }, []);
  useEffect(() => release, [release]);
  return { holding, press, release };
}

interface Props {
  text: Strings;
  holding: boolean;
  press: () => void;
  release: () => void;
}

export function PanicButton({ text, holding, press, release }: Props) {
  return (
    <button
      type="button"
      class={holding ? 'panic holding' : 'panic'}
      data-action="panic"
      onPointerDown={(event) => {
        if (event.button === 0) press();
      }}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.repeat) press();
      }}
      onKeyUp={(event) => {
        if (event.key === 'Enter') release();
      }}
      onBlur={release}
    >
      <span>{holding ? text.panic_holding : text.panic}</span>
      <span class="hold-hint">
        {text.panic_hold} <Key name="Esc" />
      </span>
    </button>
  );
}
