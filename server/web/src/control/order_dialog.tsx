// SPDX-License-Identifier: GPL-2.0-or-later
// A round's running order: written by hand, drawn by lot, or taken from how another round came out.
import { useEffect, useState } from 'preact/hooks';
import type { Id, Round } from '../shared/types';
import { Dialog } from './dialog';
import { AskedButton, called, type View } from './parts';
import { rounds_in_order, running_order } from './roster_model';

type Way = 'hand' | 'lot' | 'ranking';

interface Source {
  round: Id;
  group: Id;
  awarded: boolean;
  reversed: boolean;
  drawn: boolean;
}

export function OrderDialog({ model, round }: { model: View['model']; round: Id }) {
  const { text, mirror, live, leads, commands } = model;
  const others = rounds_in_order(mirror.tables).filter(([id]) => id !== round);
  const [way, set_way] = useState<Way>('hand');
  const [source, set_source] = useState<Source>({ round: '', group: '', awarded: false, reversed: false, drawn: false });
  const [done, set_done] = useState(false);
  const list = useList(model, round);
  const from = source.round || others.at(-1)?.[0] || '';
  const name = mirror.tables.find('rounds', round)?.name ?? round;
  const can = way === 'hand' ? list.changed : way === 'lot' || from !== '';

  const set = async () => {
    const answer =
      way === 'hand'
        ? await commands.write_order(round, list.order, list.etag)
        : await commands.order_round(round, order_body(way, { ...source, round: from }));
    if (answer === undefined) return;
    list.forget();
    set_done(true);
  };
  const choose = (to: Way) => {
    set_way(to);
    list.forget();
    set_done(false);
  };
  const ways: [Way, string][] = [
    ['hand', text.order_by_hand],
    ['lot', text.order_by_lot],
    ['ranking', text.order_by_ranking],
  ];
  return (
    <Dialog name="order" title={text.order_title(name)} close_words={text.dismiss} close={() => model.show_dialog(null)}>
      <fieldset class="ways">
        <legend>{text.order_way}</legend>
        {ways.map(([id, words]) => (
          <label key={id} class="check">
            <input type="radio" name="way" value={id} checked={way === id} onChange={() => choose(id)} /> {words}
          </label>
        ))}
      </fieldset>
      <div class="order-work">
        <OrderList model={model} list={list} movable={way === 'hand'} />
        <div class="order-how">
          {way === 'hand' && <MoveButtons model={model} list={list} />}
          {way === 'lot' && <p class="muted small">{text.order_lot_hint}</p>}
          {way === 'ranking' && <SourceForm {...{ model, others, source: { ...source, round: from }, change: set_source }} />}
          <AskedButton
            class="strong"
            action="set-order"
            words={text.order_set}
            really={text.order_really}
            disabled={!live || !leads || !can}
            act={() => void set()}
          />
          {done && !list.changed && (
            <p class="good small" role="status">
              {text.order_is_set}
            </p>
          )}
        </div>
      </div>
      {model.report('order')}
    </Dialog>
  );
}

function order_body(way: Way, { round, group, awarded, reversed, drawn }: Source): unknown {
  if (way === 'lot') return { draw: true };
  const ranking = { round, ...(group && { group }), ...(awarded && { awarded }), ...(reversed && { reversed }) };
  return drawn ? { ranking, draw: true } : { ranking };
}

type ListModel = ReturnType<typeof useList>;

/** The order as it is, until a line is moved; then as the operator wants it. */
function useList({ mirror }: View['model'], round: Id) {
  const now = running_order(mirror.tables, round).map(({ id }) => id);
  const [moved, set_moved] = useState<Id[] | null>(null);
  const [etag, set_etag] = useState<string | null>(null);
  const [picked, pick] = useState<Id>('');
  const order = moved ?? now;
  const at = order.indexOf(picked);
  // What guards the write is the round as it was before the first line was moved.
  const still = moved === null;
  const shown = now.join();
  useEffect(() => {
    if (!still) return;
    let current = true;
    mirror.api.tagged<Round>(`/api/v1/rounds/${encodeURIComponent(round)}`).then(
      (answer) => current && set_etag(answer.etag),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [still, shown, mirror, round]);
  const move = (by: number) => {
    const to = at + by;
    if (!etag || at < 0 || to < 0 || to >= order.length) return;
    const after = order.filter((id) => id !== picked);
    after.splice(to, 0, picked);
    set_moved(after);
  };
  return {
    ...{ order, etag, picked, pick, move, at },
    changed: moved !== null && etag !== null && moved.join() !== shown,
    forget: () => set_moved(null),
  };
}

function OrderList({ model, list, movable }: { model: View['model']; list: ListModel; movable: boolean }) {
  const { tables } = model.mirror;
  return (
    <select
      size={12}
      class="order-list"
      aria-label={model.text.bind_order}
      value={list.picked}
      disabled={list.order.length === 0}
      onChange={(event) => list.pick(event.currentTarget.value)}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
        if (!movable || !event.altKey || !by) return;
        event.preventDefault();
        list.move(by);
      }}
    >
      {list.order.map((id, i) => (
        <option key={id} value={id}>
          {i + 1}. {called(tables.find('contestants', id)) || id}
        </option>
      ))}
    </select>
  );
}

function MoveButtons({ model, list }: { model: View['model']; list: ListModel }) {
  const { text } = model;
  return (
    <div class="buttons">
      <button type="button" data-action="order-up" aria-keyshortcuts="Alt+ArrowUp" disabled={list.at <= 0} onClick={() => list.move(-1)}>
        {text.move_up} <kbd aria-hidden="true">Alt ↑</kbd>
      </button>
      <button
        type="button"
        data-action="order-down"
        aria-keyshortcuts="Alt+ArrowDown"
        disabled={list.at < 0 || list.at === list.order.length - 1}
        onClick={() => list.move(1)}
      >
        {text.move_down} <kbd aria-hidden="true">Alt ↓</kbd>
      </button>
    </div>
  );
}

interface SourceProps {
  model: View['model'];
  others: [Id, Round][];
  source: Source;
  change: (source: Source) => void;
}

function SourceForm({ model, others, source, change }: SourceProps) {
  const { text, mirror } = model;
  const groups = [...mirror.tables.all('groups')].sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0));
  if (others.length === 0) return <p class="muted small">{text.order_no_other}</p>;
  const yes = (name: 'awarded' | 'reversed' | 'drawn', words: string) => (
    <label class="check">
      <input type="checkbox" name={name} checked={source[name]} onChange={(event) => change({ ...source, [name]: event.currentTarget.checked })} /> {words}
    </label>
  );
  return (
    <>
      <label class="field">
        {text.order_of_round}
        <select name="from" value={source.round} onChange={(event) => change({ ...source, round: event.currentTarget.value })}>
          {others.map(([id, one]) => (
            <option key={id} value={id}>
              {one.name ?? id}
            </option>
          ))}
        </select>
      </label>
      {groups.length > 0 && (
        <label class="field">
          {text.groups}
          <select name="group" value={source.group} onChange={(event) => change({ ...source, group: event.currentTarget.value })}>
            <option value="">{text.all_groups}</option>
            {groups.map(([id, one]) => (
              <option key={id} value={id}>
                {one.name ?? id}
              </option>
            ))}
          </select>
        </label>
      )}
      {yes('awarded', text.order_awarded)}
      {yes('reversed', text.order_reversed)}
      {yes('drawn', text.order_draw_among)}
    </>
  );
}
