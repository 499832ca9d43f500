// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useReducer } from 'preact/hooks';
import { clock_face } from '../shared/clock';
import type { Timer } from '../shared/types';
import type { PublicStage } from './document';
import { Name } from './list';
import type { Strings } from './strings';

interface Props {
  text: Strings;
  stage: PublicStage;
  live: boolean;
  now: () => number;
}

export function StageCard({ text, stage, live, now }: Props) {
  return (
    <section class={live ? 'stage' : 'stage old'} data-stage={stage.person.id}>
      <div class="now">
        <h2>
          {text.on_stage}
          {stage.segment && <span class="segment"> · {stage.segment}</span>}
        </h2>
        <p class="name">
          <Name person={stage.person} />
        </p>
        {stage.person.belonging && <p class="muted">{stage.person.belonging}</p>}
      </div>
      {stage.clock && live && <Clock text={text} timer={stage.clock} now={now} />}
      {stage.next && (
        <p class="next" data-next={stage.next.id}>
          <span class="muted">{text.up_next} </span>
          <Name person={stage.next} />
        </p>
      )}
    </section>
  );
}

const kTickMs = 200;

function Clock({ text, timer, now }: { text: Strings; timer: Timer; now: () => number }) {
  const [, tick] = useReducer((n: number) => n + 1, 0);
  const running = timer.state === 'running';
  useEffect(() => {
    if (!running) return undefined;
    const ticking = setInterval(() => tick(undefined), kTickMs);
    return () => clearInterval(ticking);
  }, [running]);
  const face = clock_face(timer, now());
  return (
    <p class={`clock ${face.phase}`} role="timer" aria-label={text.clock} data-clock={timer.state ?? 'idle'}>
      {face.text}
      {face.phase === 'overtime' && <span class="unseen"> {text.overtime}</span>}
    </p>
  );
}
