// SPDX-License-Identifier: GPL-2.0-or-later
import { useLayoutEffect, useState } from 'preact/hooks';
import { Dialog } from './dialog';
import { action_of, chord_of, kActions, key_sign, kUsualKeys, type Action } from './keymap';
import { Key, type View } from './parts';
import type { Strings } from './strings';

/** Which key does what, and how to change it on this device. */
export function KeysDialog({ model }: { model: View['model'] }) {
  const { text, keys } = model;
  const [asking, ask] = useState<Action | null>(null);
  const [taken, set_taken] = useState<Action | null>(null);
  // Before the page says that it listens, not a moment after.
  useLayoutEffect(() => {
    if (!asking) return;
    const down = (event: KeyboardEvent) => {
      const chord = chord_of(event);
      if (!chord) return;
      event.preventDefault();
      event.stopPropagation();
      const owner = action_of(keys.map, chord);
      ask(null);
      if (chord === 'Escape' || chord === 'Tab') return;
      if (owner && owner !== asking) set_taken(owner);
      else keys.remap({ ...keys.map, [asking]: chord });
    };
    window.addEventListener('keydown', down, true);
    return () => window.removeEventListener('keydown', down, true);
  }, [asking, keys]);
  return (
    <Dialog name="keys" title={text.keys} close_words={text.dismiss} close={() => model.show_dialog(null)}>
      <p class="muted">{text.keys_hint}</p>
      {taken && (
        <p class="report" role="alert">
          {text.key_taken(action_words(taken, text))}
        </p>
      )}
      <ul class="keys">
        <li>
          <span>{text.panic}</span>
          <Key name="Esc" />
        </li>
        {kActions.map((action) => (
          <li key={action} data-key-of={action}>
            <span>{action_words(action, text)}</span>
            <Key name={key_sign(keys.map[action])} />
            <button
              type="button"
              class="small"
              aria-label={`${text.change_key}: ${action_words(action, text)} (${keys.map[action]})`}
              onClick={() => {
                set_taken(null);
                ask(action);
              }}
            >
              {asking === action ? text.press_key : text.change_key}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" data-action="usual-keys" onClick={() => keys.remap({ ...kUsualKeys })}>
        {text.keys_default}
      </button>
    </Dialog>
  );
}

function action_words(action: Action, text: Strings): string {
  const words: Record<Action, string> = {
    take: `${text.take} / ${text.out}`,
    play: text.play,
    stop: text.out,
    take_next: text.take_next,
    step: text.step,
    update: text.update,
    clear: text.cut,
    up: '↑',
    down: '↓',
    edit: text.edit,
    make_next: text.make_next,
    new_cue: text.new_cue,
    duplicate: text.duplicate,
    move_up: text.move_up,
    move_down: text.move_down,
    skip: text.skip,
    mark: text.mark,
    group: text.group,
    lock: text.lock,
    hold: text.hold,
    next_contestant: text.next,
    lower_third: text.lower_third,
    score_card: text.score_card,
    clock: `${text.clock}: ${text.start} / ${text.pause}`,
    clock_reset: `${text.clock}: ${text.reset}`,
    minus: text.minus,
    plus: text.plus,
    clock_air: `${text.clock}: ${text.take} / ${text.out}`,
    ranking: text.ranking,
    reveal_next: text.reveal_next,
    reveal_back: text.reveal_back,
    search: text.search,
    ad_hoc: text.ad_hoc,
    message: text.message,
    undo: text.undo,
    redo: text.redo,
    take_over: text.take_over,
    show_rundown: text.rundown,
    show_people: text.people,
    show_graphics: text.graphics,
    show_reveal: text.reveal,
    show_ticker: text.ticker,
    show_rules: text.automation,
    help: text.keys,
  };
  return words[action];
}
