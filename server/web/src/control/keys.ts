// SPDX-License-Identifier: GPL-2.0-or-later

/** What the keyboard does. Keys are dead while somebody types. */
export interface KeyActions {
  lower_third: () => void;
  next: () => void;
  clock: () => void;
  ranking: () => void;
  move: (by: number) => void;
  search: () => void;
  panic_down: () => void;
  panic_up: () => void;
}

export function is_typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

export function listen_to_keys(actions: () => KeyActions): () => void {
  const down = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (is_typing(event.target)) {
      // The first Esc leaves the field: only one that begins outside it is held for the panic.
      if (event.key === 'Escape' && !event.repeat) (event.target as HTMLElement).blur();
      return;
    }
    const action = action_of(event.key, actions());
    if (!action) return;
    event.preventDefault();
    if (!event.repeat || event.key.startsWith('Arrow')) action();
  };
  const up = (event: KeyboardEvent) => {
    if (event.key === 'Escape') actions().panic_up();
    // A focused button would also be pressed by the space bar's release.
    if (event.key === ' ' && !is_typing(event.target)) event.preventDefault();
  };
  const gone = () => actions().panic_up();
  window.addEventListener('keydown', down);
  window.addEventListener('keyup', up);
  window.addEventListener('blur', gone);
  return () => {
    window.removeEventListener('keydown', down);
    window.removeEventListener('keyup', up);
    window.removeEventListener('blur', gone);
  };
}

function action_of(key: string, actions: KeyActions): (() => void) | undefined {
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case ' ':
      return actions.lower_third;
    case 'n':
      return actions.next;
    case 't':
      return actions.clock;
    case 'r':
      return actions.ranking;
    case '/':
      return actions.search;
    case 'ArrowUp':
      return () => actions.move(-1);
    case 'ArrowDown':
      return () => actions.move(1);
    case 'Escape':
      return actions.panic_down;
    default:
      return undefined;
  }
}
