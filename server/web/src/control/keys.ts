// SPDX-License-Identifier: GPL-2.0-or-later
import { action_of, chord_of, kRepeating, type Action, type Keymap } from './keymap';

export interface KeyTarget {
  keys: Keymap;
  run: (action: Action) => void;
  panic_down: () => void;
  panic_up: () => void;
  /** Something lies over the console: keys are for it. */
  covered: boolean;
}

const kTyping = ['INPUT', 'TEXTAREA', 'SELECT'];
/** What Enter presses by itself when it has the focus. */
const kPressed = 'button, a[href], summary, [role=tab]';

export function is_typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || kTyping.includes(target.tagName);
}

/** Keys are dead while somebody types. */
export function listen_to_keys(latest: () => KeyTarget): () => void {
  const down = (event: KeyboardEvent) => on_down(event, latest());
  const up = (event: KeyboardEvent) => {
    if (event.key === 'Escape') latest().panic_up();
    // A focused button would also be pressed by the space bar's release.
    if (event.key === ' ' && !is_typing(event.target) && !latest().covered) event.preventDefault();
  };
  const gone = () => latest().panic_up();
  // What the pointer pressed keeps no focus: the next Enter is meant for the rundown, not for that button again.
  const clicked = (event: MouseEvent) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button:not([data-keeps-focus])') : null;
    if (event.detail > 0 && button && !latest().covered) button.blur();
  };
  window.addEventListener('keydown', down);
  window.addEventListener('keyup', up);
  window.addEventListener('blur', gone);
  window.addEventListener('click', clicked);
  return () => {
    window.removeEventListener('keydown', down);
    window.removeEventListener('keyup', up);
    window.removeEventListener('blur', gone);
    window.removeEventListener('click', clicked);
  };
}

function on_down(event: KeyboardEvent, target: KeyTarget): void {
  if (event.isComposing) return;
  if (is_typing(event.target)) {
    // The first Esc leaves the field: only one that begins outside it is held for the panic.
    if (event.key === 'Escape' && !event.repeat) (event.target as HTMLElement).blur();
    return;
  }
  if (event.key === 'Escape') {
    if (target.covered) return;
    event.preventDefault();
    if (!event.repeat) target.panic_down();
    return;
  }
  if (target.covered) return;
  const chord = chord_of(event);
  const action = chord ? action_of(target.keys, chord) : undefined;
  if (!action) return;
  if (chord === 'Enter' && event.target instanceof Element && event.target.closest(kPressed)) return;
  event.preventDefault();
  if (!event.repeat || kRepeating.has(action)) target.run(action);
}
