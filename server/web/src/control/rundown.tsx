// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useRef } from 'preact/hooks';
import type { Id } from '../shared/types';
import { layers } from './air';
import { ActionButton, AskedButton, type View } from './parts';
import type { Line } from './rundown_model';
import { is_on_air, on_air_of } from './subject';

export function Rundown({ model, perform }: View) {
  const { text, selection, mirror } = model;
  const { lines, cue } = selection;
  const list = useRef<HTMLUListElement>(null);
  const locked = Boolean(mirror.tables.find('rundown', 'rundown')?.locked);
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (list.current && row) bring_into_view(list.current, row);
  }, [cue, lines.length]);
  return (
    <div class="rundown-panel" data-locked={locked}>
      <RundownTools {...{ model, perform, locked }} />
      {lines.length === 0 && <p class="empty">{text.rundown_empty}</p>}
      <ul
        class="rundown"
        role="listbox"
        aria-label={text.rundown}
        aria-activedescendant={cue ? `cue-${cue}` : undefined}
        tabIndex={0}
        ref={list}
      >
        {lines.map((line) => (
          <Row key={line.id} {...{ model, line, locked }} />
        ))}
      </ul>
      {model.report('rundown')}
    </div>
  );
}

function RundownTools({ model, perform, locked }: View & { locked: boolean }) {
  const { text, selection, mirror } = model;
  const { cue, marked } = selection;
  const view = { model, perform };
  const chosen = mirror.tables.find('cues', cue);
  const none = !cue || locked;
  const several = marked.size > 1;
  return (
    <div class="tools" role="group" aria-label={text.rundown}>
      <ActionButton {...view} action="make_next" disabled={!cue}>
        {text.make_next}
      </ActionButton>
      <ActionButton {...view} action="edit" disabled={!model.selection.rested || (locked && Boolean(cue))}>
        {text.edit}
      </ActionButton>
      <ActionButton {...view} action="new_cue" disabled={locked}>
        {text.new_cue}
      </ActionButton>
      <ActionButton {...view} action="lock" pressed={locked} class={locked ? 'chosen' : ''}>
        {locked ? text.unlock : text.lock}
      </ActionButton>
      <details class="more-tools">
        <summary>{text.more}</summary>
        <div class="tools">
          <ActionButton {...view} action="move_up" disabled={none}>
            {text.move_up}
          </ActionButton>
          <ActionButton {...view} action="move_down" disabled={none}>
            {text.move_down}
          </ActionButton>
          <ActionButton {...view} action="duplicate" disabled={none}>
            {text.duplicate}
          </ActionButton>
          <ActionButton {...view} action="skip" disabled={none} pressed={Boolean(chosen?.skip)}>
            {chosen?.skip ? text.unskip : text.skip}
          </ActionButton>
          <ActionButton {...view} action="mark" disabled={none || Boolean(chosen?.cues)}>
            {text.mark}
          </ActionButton>
          <ActionButton {...view} action="group" disabled={locked || !(several || chosen?.cues)}>
            {!several && chosen?.cues ? text.ungroup : text.group}
          </ActionButton>
          <AskedButton
            words={text.delete}
            really={text.delete_really}
            action="delete-cue"
            disabled={!model.live || !model.leads || none}
            act={() => {
              if (cue) void model.rundown_commands.remove(cue);
            }}
          />
        </div>
      </details>
    </div>
  );
}

type RowState = 'on' | 'moving' | 'off';

function row_state(model: View['model'], id: Id): RowState {
  const subject = { kind: 'cue' as const, id };
  const items = on_air_of(subject, model.mirror.tables, model.air);
  if (items.some(({ item }) => item.state === 'in')) return 'moving';
  if (is_on_air(subject, model.mirror.tables, model.air)) return 'on';
  const leaving = layers(model.air).some(({ item }) => {
    const gone = item.state === 'out' ? item : item.leaving;
    return gone?.cue === id;
  });
  return leaving ? 'moving' : 'off';
}

function Row({ model, line, locked }: { model: View['model']; line: Line; locked: boolean }) {
  const { text, selection, mirror } = model;
  const { id, cue } = line;
  const state = row_state(model, id);
  const selected = id === selection.cue;
  const is_next = model.live && id === selection.next;
  const classes = ['row', state, is_next ? 'cued' : '', cue.skip ? 'skipped' : '', selection.marked.has(id) ? 'marked' : ''];
  const name = model.name_of_subject({ kind: 'cue', id }) || text.no_name;
  return (
    <li
      role="option"
      id={`cue-${id}`}
      aria-selected={selected}
      data-cue={id}
      data-state={model.live ? state : 'unknown'}
      class={classes.filter(Boolean).join(' ')}
      draggable={!locked && model.live}
      onClick={() => selection.choose({ kind: 'cue', id })}
      onDragStart={(event) => event.dataTransfer?.setData('text/plain', id)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const dropped = event.dataTransfer?.getData('text/plain');
        if (dropped && dropped !== id && !locked) void model.rundown_commands.move_onto(dropped, id);
      }}
    >
      <span class="number">{line.position}</span>
      <span class="who">
        <span class="name">{name}</span>
        <span class="muted small">
          {cue.cues ? text.group_of(cue.cues.length) : model.template_name(cue.template)}
          {cue.duration_ms ? ` · ${cue.duration_ms / 1000} s` : ''}
          {cue.note ? ` · ${cue.note}` : ''}
        </span>
        {line.members.length > 0 && (
          <span class="members small">
            {line.members.map(({ id: member }) => (
              <span key={member}>{model.name_of_subject({ kind: 'cue', id: member })}</span>
            ))}
          </span>
        )}
      </span>
      <span class="chips">
        {state !== 'off' && <span class="chip air">{text.on_air}</span>}
        {is_next && <span class="chip cued">{text.next_mark}</span>}
        {cue.skip && <span class="chip">{text.skipped}</span>}
        {selection.marked.has(id) && <span class="chip marked">✓</span>}
        {cue.channel && cue.channel !== 'program' && (
          <span class="chip">{mirror.tables.find('channels', cue.channel) ? cue.channel : text.missing_data}</span>
        )}
      </span>
    </li>
  );
}

/** Scrolls the list alone: scrollIntoView() would move the page under the operator's hand. What comes
 *  next is to be seen too. */
export function bring_into_view(list: HTMLElement, row: HTMLElement): void {
  const top = row.offsetTop - list.offsetTop;
  const bottom = top + 2.5 * row.offsetHeight;
  if (top < list.scrollTop || bottom > list.scrollTop + list.clientHeight) list.scrollTop = top - list.clientHeight / 3;
}
