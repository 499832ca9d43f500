// SPDX-License-Identifier: GPL-2.0-or-later
// Which key does what: the usual ones, and those that somebody chose on this device.
import { isObject } from '../shared/problem';
import { recall, remember } from '../shared/remember';

/** Everything that a key may do. Panic is held, and always Esc. */
export const kActions = [
  'take',
  'play',
  'stop',
  'take_next',
  'step',
  'update',
  'clear',
  'up',
  'down',
  'edit',
  'make_next',
  'new_cue',
  'duplicate',
  'move_up',
  'move_down',
  'skip',
  'mark',
  'group',
  'lock',
  'hold',
  'next_contestant',
  'lower_third',
  'score_card',
  'clock',
  'clock_reset',
  'minus',
  'plus',
  'clock_air',
  'ranking',
  'reveal_next',
  'reveal_back',
  'search',
  'ad_hoc',
  'message',
  'undo',
  'redo',
  'take_over',
  'show_rundown',
  'show_people',
  'show_graphics',
  'show_reveal',
  'show_ticker',
  'show_rules',
  'help',
] as const;
export type Action = (typeof kActions)[number];
export type Keymap = Record<Action, string>;

/** Space, Enter, arrows, N and Esc as in the field; F-keys as in the CasparCG client. */
export const kUsualKeys: Keymap = {
  take: 'Space',
  play: 'F2',
  stop: 'F1',
  take_next: 'F5',
  step: 'N',
  update: 'F6',
  clear: 'F10',
  up: 'ArrowUp',
  down: 'ArrowDown',
  edit: 'Enter',
  make_next: '.',
  new_cue: 'I',
  duplicate: 'D',
  move_up: 'Alt+ArrowUp',
  move_down: 'Alt+ArrowDown',
  skip: 'Shift+S',
  mark: 'X',
  group: 'G',
  lock: 'Shift+L',
  hold: 'H',
  next_contestant: 'C',
  lower_third: 'L',
  score_card: 'S',
  clock: 'T',
  clock_reset: '0',
  minus: '-',
  plus: '=',
  clock_air: 'K',
  ranking: 'R',
  reveal_next: 'V',
  reveal_back: 'B',
  search: '/',
  ad_hoc: 'A',
  message: 'M',
  undo: 'Ctrl+Z',
  redo: 'Ctrl+Y',
  take_over: 'Shift+O',
  show_rundown: '1',
  show_people: '2',
  show_graphics: '3',
  show_reveal: '4',
  show_ticker: '5',
  show_rules: '6',
  help: '?',
};

/** Held down, these act again and again. */
export const kRepeating: ReadonlySet<Action> = new Set(['up', 'down', 'minus', 'plus']);

const kKey = 'leitai.keys';
const kModifiers = new Set(['Control', 'Shift', 'Alt', 'Meta', 'CapsLock', 'NumLock', 'Dead', 'Unidentified']);

/** "Ctrl+Z", "Alt+ArrowUp", "Shift+S", "Space", "/"; null: a modifier alone. */
export function chord_of(event: KeyboardEvent): string | null {
  let key = event.key;
  // An input method that is switched on swallows the letter: the key itself is meant.
  if (key === 'Process') key = event.code.replace(/^(Key|Digit)/, '');
  if (kModifiers.has(key) || key === '') return null;
  const letter = /^[a-z]$/i.test(key);
  const named = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  // Of other signs the shift is a part already: "?" is "?".
  if (event.shiftKey && (letter || key.length > 1 || key === ' ')) parts.push('Shift');
  return [...parts, named].join('+');
}

const kSigns: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
  Delete: 'Del',
  '-': '−',
  '=': '+',
};

/** As it stands on a button. */
export function key_sign(chord: string): string {
  return chord
    .split(/\+(?=.)/)
    .map((part) => kSigns[part] ?? part)
    .join(' ');
}

export function kept_keys(): Keymap {
  try {
    const kept: unknown = JSON.parse(recall(kKey) ?? '{}');
    if (!isObject(kept)) return { ...kUsualKeys };
    const given = kActions.filter((action) => typeof kept[action] === 'string');
    return { ...kUsualKeys, ...Object.fromEntries(given.map((action) => [action, kept[action]])) };
  } catch {
    return { ...kUsualKeys };
  }
}

export function keep_keys(keys: Keymap): void {
  const own = kActions.filter((action) => keys[action] !== kUsualKeys[action]);
  remember(kKey, own.length > 0 ? JSON.stringify(Object.fromEntries(own.map((action) => [action, keys[action]]))) : null);
}

export function action_of(keys: Keymap, chord: string): Action | undefined {
  return kActions.find((action) => keys[action] === chord);
}
