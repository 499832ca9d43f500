// SPDX-License-Identifier: GPL-2.0-or-later
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { clock_face, parse_duration } from '../shared/clock';
import type { Timer } from '../shared/types';
import { Key, Panel } from './parts';
import { TakeButton } from './panels';
import type { Strings } from './strings';

interface Props {
  text: Strings;
  live: boolean;
  timer: Timer | undefined;
  on: boolean;
  /** Show time now, or where the page is not live, when it last was. */
  now: () => number;
  toggle_air: () => void;
  toggle: () => void;
  reset: () => void;
  add: (ms: number) => void;
  set: (duration_ms: number) => void;
  report: ComponentChildren;
}

export function ClockPanel(props: Props) {
  const { text, live, timer, on } = props;
  const running = timer?.state === 'running';
  return (
    <Panel name="clock" title={text.clock} aside={<DurationForm {...props} />}>
      {timer ? (
        <>
          <div class="action">
            <Face {...props} timer={timer} />
            <TakeButton name="timer" on={on} live={live} text={text} toggle={props.toggle_air} />
          </div>
          <div class="buttons">
            <button type="button" data-action="clock" class="grow" disabled={!live} onClick={props.toggle}>
              <span>{running ? text.pause : timer.state === 'paused' ? text.resume : text.start}</span>
              <Key name="T" />
            </button>
            <button type="button" data-action="minus" disabled={!live} onClick={() => props.add(-10_000)}>
              −10 s
            </button>
            <button type="button" data-action="plus" disabled={!live} onClick={() => props.add(10_000)}>
              +10 s
            </button>
            <button
              type="button"
              data-action="reset"
              disabled={!live || running}
              title={running ? text.reset_paused : ''}
              onClick={props.reset}
            >
              {text.reset}
            </button>
          </div>
        </>
      ) : (
        <p class="empty">{text.no_clock}</p>
      )}
      {props.report}
    </Panel>
  );
}

/** The running figures: the only part of the page that changes by time alone. */
function Face({ timer, now, live, text }: Props & { timer: Timer }) {
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

function DurationForm({ text, live, set }: Props) {
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
        set(duration);
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
      <button type="submit" class="small" disabled={!live || !value}>
        {text.set_time}
      </button>
    </form>
  );
}
