// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useState } from 'preact/hooks';
import { clock_face, parse_duration } from '../shared/clock';
import type { Timer } from '../shared/types';
import { find_on_air_bind } from './bound';
import { ActionButton, Panel, type View } from './parts';

export function ClockPanel({ model, perform }: View) {
  const { text, mirror, clock_id } = model;
  const timer = mirror.tables.find('timers', clock_id);
  const running = timer?.state === 'running';
  const view = { model, perform };
  const on = Boolean(find_on_air_bind(model.air, 'timer', { timer: clock_id }));
  const aside = (
    <span class="clock-tools">
      <DurationForm model={model} />
      <ActionButton {...view} action="clock_reset" class="small" disabled={!timer || running} title={running ? text.reset_paused : ''}>
        {text.reset}
      </ActionButton>
    </span>
  );
  return (
    <Panel name="clock" title={text.clock} aside={aside}>
      <ClockChoice model={model} />
      {timer ? (
        <>
          <div class="action">
            <Face {...{ model, timer }} />
            <ActionButton {...view} action="clock_air" class={on ? 'take on' : 'take'} pressed={on}>
              {on ? text.out : text.take}
            </ActionButton>
          </div>
          <div class="buttons">
            <ActionButton {...view} action="clock" class="grow strong">
              {running ? text.pause : timer.state === 'paused' ? text.resume : text.start}
            </ActionButton>
            <ActionButton {...view} action="minus">
              {text.minus}
            </ActionButton>
            <ActionButton {...view} action="plus">
              {text.plus}
            </ActionButton>
          </div>
        </>
      ) : (
        <p class="empty">{text.no_clock}</p>
      )}
      {model.report('clock')}
    </Panel>
  );
}

function ClockChoice({ model }: { model: View['model'] }) {
  const { text, mirror, clock_id, choose_clock } = model;
  const timers = [...mirror.tables.all('timers')];
  if (timers.length < 2) return null;
  return (
    <select aria-label={text.which_clock} value={clock_id} onChange={(event) => choose_clock(event.currentTarget.value)}>
      {timers.map(([id, timer]) => (
        <option key={id} value={id}>
          {timer.label || id}
        </option>
      ))}
    </select>
  );
}

/** The running figures: what changes by time alone. */
function Face({ model, timer }: { model: View['model']; timer: Timer }) {
  const { live, text, now } = model;
  const [, tick] = useState(0);
  const moving = live && timer.state === 'running';
  useEffect(() => {
    if (!moving) return;
    const interval = setInterval(() => tick((n) => n + 1), 100);
    return () => clearInterval(interval);
  }, [moving]);
  const face = clock_face(timer, now());
  const word = timer.state === 'paused' && face.phase !== 'overtime' ? text.paused : text[face.phase];
  return (
    <p class={`face ${live ? face.phase : 'unknown'}`} data-clock={face.text} data-phase={face.phase}>
      <span class="digits">{face.text}</span>
      <span class="small block">{live ? word : '?'}</span>
    </p>
  );
}

function DurationForm({ model }: { model: View['model'] }) {
  const { text, live, leads, commands, clock_id } = model;
  const [value, set_value] = useState('');
  const [wrong, set_wrong] = useState(false);
  return (
    <form
      class="duration"
      onSubmit={(event) => {
        event.preventDefault();
        const duration = parse_duration(value);
        set_wrong(duration === null);
        if (duration === null) return;
        void commands.set_clock(clock_id, duration);
        set_value('');
      }}
    >
      <input
        aria-label={text.duration}
        placeholder="3:00"
        title={wrong ? text.bad_duration : text.duration}
        inputMode="numeric"
        autocomplete="off"
        value={value}
        aria-invalid={wrong}
        onInput={(event) => set_value(event.currentTarget.value)}
      />
      <button type="submit" class="small" disabled={!live || !leads || !value}>
        {text.set_time}
      </button>
    </form>
  );
}
