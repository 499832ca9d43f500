// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useRef } from 'preact/hooks';
import type { Row } from '../shared/types';
import { belonging, number_of, type View } from './parts';
import { drop_target, PhotoTools, usePhoto, type PhotoModel } from './photo';
import { bring_into_view } from './rundown';
import { lower_third_of, pick_person } from './use_actions';
import type { Listed } from './use_people';

/** The running order, and everybody who is found. Whoever is selected is in the preview. */
export function People({ model }: { model: View['model'] }) {
  const { text, people } = model;
  const { entries, picked } = people;
  const list = useRef<HTMLUListElement>(null);
  const photo = usePhoto(model);
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (list.current && row) bring_into_view(list.current, row);
  }, [picked?.id, entries.length]);
  const nobody = entries.length === 0 && !people.searching;
  const rows = new Map<string, Row>(
    (model.mirror.standings.get(people.round ?? '')?.rows ?? []).map((row) => [row.contestant, row]),
  );
  return (
    <div class="people-panel">
      <Filters model={model} />
      <PersonTools model={model} photo={photo} />
      {nobody && <p class="empty">{people.order.length === 0 && !people.query ? text.nobody : text.no_match}</p>}
      <ul
        class="people"
        role="listbox"
        aria-label={text.people}
        aria-activedescendant={picked ? `person-${picked.type}-${picked.id}` : undefined}
        tabIndex={0}
        ref={list}
      >
        {entries.map((listed) => (
          <PersonRow key={listed.type + listed.id} {...{ model, listed, photo }} row={rows.get(listed.id)} />
        ))}
      </ul>
      {model.report('people')}
    </div>
  );
}

function Filters({ model }: { model: View['model'] }) {
  const { text, people, mirror } = model;
  const on_key = useSearchKeys(model);
  const groups = [...mirror.tables.all('groups')].sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0));
  return (
    <div class="filters">
      <input
        ref={people.box}
        type="search"
        placeholder={`${text.search} ( ${model.keys.sign('search')} )`}
        aria-label={text.search}
        value={people.query}
        maxLength={60}
        onInput={(event) => {
          people.type_query(event.currentTarget.value);
          // What is typed anew is for the best of what is found, not for whoever was selected before.
          people.pick(null);
        }}
        onKeyDown={on_key}
      />
      {people.rounds.length > 1 && (
        <select
          aria-label={text.round}
          data-choice="round"
          value={people.round ?? ''}
          onChange={(event) => people.choose_round(event.currentTarget.value)}
        >
          {people.rounds.map(([id, one]) => (
            <option key={id} value={id}>
              {one.name ?? id}
            </option>
          ))}
        </select>
      )}
      {groups.length > 0 && (
        <select
          aria-label={text.all_groups}
          data-choice="group"
          value={people.group ?? ''}
          onChange={(event) => people.choose_group(event.currentTarget.value || null)}
        >
          <option value="">{text.all_groups}</option>
          {groups.map(([id, one]) => (
            <option key={id} value={id}>
              {one.name ?? id}
            </option>
          ))}
        </select>
      )}
      <button type="button" data-action="order" disabled={!people.round} onClick={() => model.show_dialog('order')}>
        {text.order}
      </button>
    </div>
  );
}

/** Enter puts the best that was found into the preview and leaves the field: the next Space takes it. Pressed before
 *  the answer is there, it waits for it: nobody is taken who was found for half of what was typed. */
function useSearchKeys(model: View['model']): (event: KeyboardEvent) => void {
  const { entries, picked, box, type_query, searching } = model.people;
  const accepting = useRef(false);
  const at = entries.findIndex(({ type, id }) => type === picked?.type && id === picked.id);
  const accept = () => {
    const best = at >= 0 ? entries[at] : entries[0];
    if (!best) return;
    pick_person(model, best);
    type_query('');
    box.current?.blur();
  };
  useEffect(() => {
    if (!searching && accepting.current) accept();
    if (!searching) accepting.current = false;
  }, [searching]);
  return (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      const to = entries[Math.max(0, Math.min(entries.length - 1, at + by))];
      if (to) pick_person(model, to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (searching) accepting.current = true;
      else accept();
    } else {
      accepting.current = false;
    }
  };
}

function PersonTools({ model, photo }: { model: View['model']; photo: PhotoModel }) {
  const { text, people, live, leads, commands } = model;
  const { picked, round } = people;
  const contestant = picked?.type === 'contestants' ? model.mirror.tables.find('contestants', picked.id) : undefined;
  const can_stage = contestant && !contestant.withdrawn && round && people.order.some((one) => one.id === picked?.id);
  return (
    <div class="tools">
      <button
        type="button"
        data-action="put-on-stage"
        disabled={!live || !leads || !can_stage || picked?.id === people.on_stage}
        onClick={() => {
          if (picked && round) void commands.put_on_stage(round, picked.id);
        }}
      >
        {text.put_on_stage}
      </button>
      <button
        type="button"
        data-action="person-to-rundown"
        disabled={!live || !leads || !picked}
        onClick={() => {
          const subject = picked && lower_third_of(picked, '');
          if (subject?.kind === 'draft') void model.rundown_commands.add(subject.body, model.selection.lines.at(-1)?.id ?? null);
        }}
      >
        {text.add_to_rundown}
      </button>
      <PhotoTools model={model} photo={photo} />
    </div>
  );
}

interface PersonRowProps {
  model: View['model'];
  listed: Listed;
  photo: PhotoModel;
  row: Row | undefined;
}

function PersonRow({ model, listed, photo, row }: PersonRowProps) {
  const { text, people, mirror, named_on_air } = model;
  const { type, id } = listed;
  const contestant = type === 'contestants' ? mirror.tables.find('contestants', id) : undefined;
  const person = contestant ?? mirror.tables.find('people', id) ?? {};
  const group = mirror.tables.find('groups', contestant?.group);
  const selected = people.picked?.type === type && people.picked.id === id;
  const airing = type === 'contestants' && named_on_air.has(id);
  const staged = type === 'contestants' && id === people.on_stage;
  const classes = ['row', staged ? 'staged' : '', airing ? 'on' : '', contestant?.withdrawn ? 'skipped' : ''];
  return (
    <li
      role="option"
      id={`person-${type}-${id}`}
      aria-selected={selected}
      data-contestant={type === 'contestants' ? id : undefined}
      data-person={type === 'people' ? id : undefined}
      class={classes.filter(Boolean).join(' ')}
      onClick={() => pick_person(model, listed)}
      {...drop_target(model, photo, listed)}
    >
      <span class="number">{number_of(contestant)}</span>
      <span class="who">
        <span class="name">{person.name ?? id}</span>
        <span class="muted small">{belonging(person)}</span>
      </span>
      <span class="chips">
        {airing && <span class="chip air">{text.on_air}</span>}
        {staged && <span class="chip stage">{text.on_stage_mark}</span>}
        {type === 'contestants' && id === people.next?.id && <span class="chip cued">{text.up_next}</span>}
        {contestant?.withdrawn && <span class="chip">{text.withdrawn}</span>}
        {contestant?.remote && <span class="chip">{text.remote}</span>}
        {type === 'people' && <span class="chip">{text.person}</span>}
        {group && <span class="chip">{group.short_name ?? group.name}</span>}
        {row?.total != null && (
          <span class="score">
            {row.rank != null && <b>{row.rank}</b>} {row.total}
          </span>
        )}
      </span>
    </li>
  );
}
