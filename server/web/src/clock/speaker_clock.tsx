// SPDX-License-Identifier: GPL-2.0-or-later
// What the speaker sees from the stage: how much is left, in figures as large as the screen.
import { useEffect, useState } from 'preact/hooks';
import { clock_face, type ClockFace } from '../shared/clock';
import { numbered_name } from '../shared/naming';
import { useMirror, type SessionView } from '../shared/session';
import { strings } from './strings';

const kTickMs = 100;

export function SpeakerClock({ mirror, language }: SessionView) {
  useMirror(mirror);
  useTick();
  const text = strings(language);
  const { tables } = mirror;
  const stage = tables.find('stage', 'stage');
  const person = tables.find('contestants', stage?.contestant);
  const segment = tables.find('rounds', stage?.round)?.segments?.find((one) => one.id === stage?.segment);
  const timer = tables.find('timers', wanted_timer());
  const live = mirror.phase === 'live';
  const face: ClockFace | null = timer ? clock_face(timer, live ? mirror.clock.now() : mirror.current_at + mirror.clock.offset()) : null;
  const phase = face?.phase ?? 'idle';
  const paused = timer?.state === 'paused';
  const word = !timer ? text.no_clock : paused && phase !== 'overtime' ? text.paused : text[phase];
  const left = timer?.duration_ms && face && timer.mode !== 'up' ? Math.max(0, Math.min(1, face.value_ms / timer.duration_ms)) : 0;
  return (
    <main class={`clock ${live ? phase : 'unknown'}`} data-phase={phase} data-link={mirror.phase} data-clock={face?.text ?? ''}>
      <h1 class="who">
        {person ? numbered_name(String(person.number ?? ''), person.name ?? '') : ''}
        {segment?.name && <span> {segment.name}</span>}
      </h1>
      <p class="digits" style={{ '--signs': String(Math.max(4, face?.text.length ?? 4)) }}>
        {face?.text ?? '–:––'}
      </p>
      <div class="bar" aria-hidden="true">
        <i style={{ transform: `scaleX(${left})` }} />
      </div>
      <p class="word" role="status">
        {live ? word : text.lost}
      </p>
      {mirror.health?.mode === 'rehearsal' && <p class="rehearsal">{text.rehearsal}</p>}
    </main>
  );
}

/** `/clock?timer=ID`; the stage's own without it. */
function wanted_timer(): string {
  return new URLSearchParams(location.search).get('timer') ?? 'stage';
}

function useTick(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const interval = setInterval(() => tick((n) => n + 1), kTickMs);
    return () => clearInterval(interval);
  }, []);
}
