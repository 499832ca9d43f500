// SPDX-License-Identifier: GPL-2.0-or-later
import { useState } from 'preact/hooks';
import { find_on_air_bind } from './bound';
import type { View } from './parts';

const kMostText = 300;

export function TickerPanel({ model }: { model: View['model'] }) {
  const { text, mirror, live, leads, commands, now } = model;
  const messages = [...mirror.tables.all('messages')].sort(([, a], [, b]) => (b.priority ?? 0) - (a.priority ?? 0));
  const on = Boolean(find_on_air_bind(model.air, 'ticker', { messages: true }));
  return (
    <div class="ticker-panel">
      <MessageForm model={model} />
      <div class="tools">
        <button
          type="button"
          class={on ? 'on' : ''}
          data-action="ticker"
          aria-pressed={on}
          disabled={!live || !leads}
          onClick={() => void commands.toggle_bound('ticker', 'ticker', { messages: true })}
        >
          {text.ticker_on} · {on ? text.out : text.take}
        </button>
      </div>
      {messages.length === 0 && <p class="empty">{text.no_messages}</p>}
      <ul class="messages">
        {messages.map(([id, message]) => {
          const ended = message.until ? Date.parse(message.until) <= now() : false;
          return (
            <li key={id} data-message={id} class={ended ? 'skipped' : ''}>
              <span class="who">
                {message.text}
                {ended && <span class="chip">{text.ended}</span>}
              </span>
              <button
                type="button"
                class="small"
                disabled={!live || !leads}
                aria-label={`${text.remove}: ${message.text ?? id}`}
                onClick={() => void commands.remove_message(id)}
              >
                {text.remove}
              </button>
            </li>
          );
        })}
      </ul>
      {model.report('ticker')}
    </div>
  );
}

function MessageForm({ model }: { model: View['model'] }) {
  const { text, live, leads, commands, mirror } = model;
  const [value, set_value] = useState('');
  const [first, set_first] = useState(false);
  return (
    <form
      class="message-form"
      onSubmit={(event) => {
        event.preventDefault();
        const words = value.trim();
        if (!words || !live || !leads) return;
        void commands.write_message(fresh_id(mirror.tables.all('messages')), first ? { text: words, priority: 1 } : { text: words });
        set_value('');
      }}
    >
      <input
        aria-label={text.message}
        placeholder={text.message}
        value={value}
        maxLength={kMostText}
        autocomplete="off"
        onInput={(event) => set_value(event.currentTarget.value)}
      />
      <label class="check">
        <input type="checkbox" checked={first} onChange={(event) => set_first(event.currentTarget.checked)} /> {text.message_first}
      </label>
      <button type="submit" disabled={!live || !leads || !value.trim()}>
        {text.add} <kbd aria-hidden="true">↵</kbd>
      </button>
    </form>
  );
}

/** m1, m2 …: the first that is free. */
function fresh_id(taken: ReadonlyMap<string, unknown>): string {
  for (let n = 1; ; n += 1) if (!taken.has(`m${n}`)) return `m${n}`;
}
