// SPDX-License-Identifier: GPL-2.0-or-later
// Preview and program: real pictures, as the viewers see them or will.
import { useEffect, useRef, useState } from 'preact/hooks';
import { follow_picture, type Picture, type PictureRequest, type PictureState } from '../shared/picture';
import { kChannel } from './air';
import { ActionButton, type View } from './parts';
import { canonical, channel_of, take_body, type Subject } from './subject';

const kWidth = 640;
/** The preview changes when somebody chooses something else, not frame by frame. */
const kPreviewPaceMs = 250;
/** What is on air is drawn first: a take changes both, and the operator looks at the program. */
const kPreviewBehindMs = 100;

export function Monitors({ model, perform }: View) {
  return (
    <section class="monitors" aria-label={`${model.text.preview} / ${model.text.program}`}>
      <PreviewMonitor model={model} />
      <ProgramMonitor model={model} />
      <Transport model={model} perform={perform} />
    </section>
  );
}

function ProgramMonitor({ model }: { model: View['model'] }) {
  const { text, live, when } = model;
  const on = live && Object.keys(model.air?.channels[kChannel]?.layers ?? {}).length > 0;
  return (
    <Monitor
      {...{ model }}
      name="program"
      title={text.program}
      caption={live ? (on ? text.on_air : text.nothing_on_air) : ''}
      stale={live || !when ? null : text.was_on_air(when)}
      class={on ? 'on' : ''}
      request={() => ({ path: `/api/v1/preview.png?channel=${kChannel}&width=${kWidth}` })}
    />
  );
}

function PreviewMonitor({ model }: { model: View['model'] }) {
  const { subject, text, live, mirror } = model;
  return (
    <Monitor
      {...{ model }}
      name="preview"
      title={text.preview}
      caption={subject ? model.name_of_subject(subject) : text.nothing_selected}
      stale={live ? null : ' '}
      pace_ms={kPreviewPaceMs}
      behind_ms={kPreviewBehindMs}
      depends={canonical([subject, subject?.kind === 'cue' ? mirror.tables.find('cues', subject.id) : null])}
      request={() => (subject ? preview_request(subject, channel_of(subject, mirror.tables)) : null)}
    />
  );
}

function preview_request(subject: Subject, channel: string): PictureRequest {
  const path = `/api/v1/preview.png?channel=${encodeURIComponent(channel)}&width=${kWidth}`;
  if (subject.kind === 'cue') return { path: `${path}&cue=${encodeURIComponent(subject.id)}` };
  return { path, take: take_body(subject) };
}

interface MonitorProps {
  model: View['model'];
  name: string;
  title: string;
  caption: string;
  /** Words for a picture that is not live. */
  stale: string | null;
  class?: string;
  pace_ms?: number;
  behind_ms?: number;
  /** Changes where another picture is wanted. */
  depends?: string;
  request: () => PictureRequest | null;
}

function Monitor({ model, name, title, caption, stale, pace_ms = 0, behind_ms = 0, depends, request, ...more }: MonitorProps) {
  const { mirror, text } = model;
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useRef<Picture | null>(null);
  const wanted = useRef(request);
  wanted.current = request;
  const [state, tell] = useState<PictureState>('nothing');
  useEffect(() => {
    const request = () => wanted.current();
    picture.current = follow_picture({ mirror, canvas: () => canvas.current, request, tell, pace_ms, behind_ms });
    return () => picture.current?.end();
  }, [mirror]);
  useEffect(() => picture.current?.poke(), [depends]);

  const channel = mirror.air?.channels[kChannel];
  const shape = channel && channel.width > 0 ? channel.height / channel.width : 9 / 16;
  const why = typeof state === 'object' ? (state.refused.errors[0]?.detail ?? state.refused.message) : text.no_picture;
  const nothing_wanted = state === 'nothing' && !request();
  const note = stale ?? (state === 'current' ? null : nothing_wanted ? ' ' : why);
  return (
    <figure class={`monitor ${name} ${more.class ?? ''} ${note ? 'old' : ''}`} data-monitor={name} data-picture={note ? 'stale' : 'current'}>
      <figcaption>
        <b>{title}</b> <span>{caption}</span>
      </figcaption>
      <div class="screen">
        <canvas ref={canvas} width={kWidth} height={Math.round(kWidth * shape)} role="img" aria-label={`${title}: ${caption}`} />
        {note && <p class="screen-note">{note}</p>}
      </div>
    </figure>
  );
}

/** What is done to what the preview shows, and on with the rundown. */
function Transport({ model, perform }: View) {
  const { text, subject, subject_on_air: on, subject_partly_on_air: partly, selection } = model;
  const view = { model, perform };
  const next = selection.next;
  return (
    <div class="transport">
      <ActionButton {...view} action="take" class={on ? 'take on' : 'take'} pressed={on} disabled={!subject}>
        {on ? text.out : text.take}
      </ActionButton>
      <ActionButton {...view} action="take_next" class="take next" disabled={!next}>
        {text.take_next}
        <small>{next ? model.name_of_subject({ kind: 'cue', id: next }) : text.no_next}</small>
      </ActionButton>
      <div class="lesser">
        <ActionButton {...view} action="play" disabled={!subject}>
          {text.play}
        </ActionButton>
        <ActionButton {...view} action="stop" disabled={!partly}>
          {text.out}
        </ActionButton>
        <ActionButton {...view} action="step" disabled={!partly}>
          {text.step}
        </ActionButton>
        <ActionButton {...view} action="update" disabled={!partly}>
          {text.update}
        </ActionButton>
        <ActionButton {...view} action="hold" disabled={!partly}>
          {text.hold}
        </ActionButton>
        <ActionButton {...view} action="clear" disabled={!partly}>
          {text.cut}
        </ActionButton>
      </div>
      {model.report('take')}
    </div>
  );
}
