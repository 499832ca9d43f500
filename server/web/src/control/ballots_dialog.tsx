// SPDX-License-Identifier: GPL-2.0-or-later
// The judges' ballots: codes, who is there and what came in; locks and absences.
import { useState } from 'preact/hooks';
import { time_of_day } from '../shared/language';
import { isObject } from '../shared/problem';
import { ballots_strings, type BallotsStrings } from './ballots_strings';
import { Dialog } from './dialog';
import { AskedButton, type View } from './parts';
import { useBallots, type Cell, type JudgeRow, type Sheet } from './use_ballots';

interface MadeCode {
  id: string;
  code: string;
  link: string;
  link_qr?: string;
}

interface Made {
  title: string;
  codes: MadeCode[];
}

interface PartProps {
  model: View['model'];
  words: BallotsStrings;
  sheet: Sheet;
  show: (made: Made) => void;
}

export function BallotsDialog({ model }: { model: View['model'] }) {
  const words = ballots_strings();
  const [round, choose] = useState<string | null>(null);
  const [made, show] = useState<Made | null>(null);
  const { ballots, live } = useBallots(model.mirror.api, round);
  const sheet = ballots?.round ?? null;
  return (
    <Dialog name="ballots" title={words.title} close_words={model.text.dismiss} close={() => model.show_dialog(null)}>
      <p class="muted">{words.hint}</p>
      {ballots && !live && <p role="alert">{words.lost}</p>}
      {ballots && ballots.wrong_codes.count > 0 && (
        <p class="report" role="status" data-wrong-codes={ballots.wrong_codes.count}>
          {words.wrong_codes(ballots.wrong_codes.count, clock(ballots.wrong_codes.last))}
        </p>
      )}
      {made && <MadeCodes {...{ words, made }} />}
      {ballots && ballots.rounds.length === 0 && <p class="empty">{words.no_rounds}</p>}
      {ballots && sheet && (
        <div class="tools">
          <select aria-label={words.round} value={sheet.id} onChange={(event) => choose(event.currentTarget.value)}>
            {ballots.rounds.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
          <span class="grow" />
          <LockRound {...{ model, words, sheet }} />
        </div>
      )}
      {sheet && <Judges {...{ model, words, sheet, show }} />}
      {sheet?.audience && <Audience {...{ model, words, sheet, show }} />}
      {model.report('access')}
    </Dialog>
  );
}

function LockRound({ model, words, sheet }: Omit<PartProps, 'show'>) {
  if (sheet.state === 'closed') return <span class="muted">{words.closed}</span>;
  const verb = sheet.locked ? 'reopen' : 'lock';
  return (
    <button
      type="button"
      data-action={`${verb}-round`}
      disabled={!model.live}
      onClick={() => void model.sender.guarded('access', 'POST', `ballots/${verb}`, { round: sheet.id })}
    >
      {sheet.locked ? words.reopen_all : words.lock_all}
    </button>
  );
}

function Judges({ model, words, sheet, show }: PartProps) {
  if (sheet.judges.length === 0 && !sheet.audience) return <p class="empty">{words.no_judges}</p>;
  return (
    <ul class="ballots">
      {sheet.judges.map((judge) => (
        <li key={judge.id} data-judge={judge.id} data-state={presence(judge)}>
          <div class="ballot-head">
            <i class={`dot ${presence(judge)}`} aria-hidden="true" />
            <b>{judge.name}</b>
            <span class="muted small">{presence_words(judge, words)}</span>
            {judge.locked && <span class="chip">{words.locked}</span>}
            <span class="grow" />
            <CellChip {...{ words }} cell={stage_cell(sheet, judge)} />
          </div>
          {judge.code && judge.code.refused.count > 0 && (
            <p class="ballot-warning" role="status">
              {words.refused(judge.code.refused.count)}
            </p>
          )}
          <Progress {...{ words, sheet, judge }} />
          <JudgeTools {...{ model, words, sheet, judge, show }} />
        </li>
      ))}
    </ul>
  );
}

type Presence = 'connected' | 'away' | 'not_entered' | 'expired' | 'no_code';

function presence(judge: JudgeRow): Presence {
  if (!judge.code) return 'no_code';
  if (judge.code.entered) return judge.code.connected ? 'connected' : 'away';
  return judge.code.expired ? 'expired' : 'not_entered';
}

function presence_words(judge: JudgeRow, words: BallotsStrings): string {
  return words[presence(judge)];
}

function stage_cell(sheet: Sheet, judge: JudgeRow): Cell | undefined {
  return judge.ballot ?? (sheet.stage ? judge.cells?.[sheet.stage] : undefined);
}

function CellChip({ words, cell }: { words: BallotsStrings; cell: Cell | undefined }) {
  if (!cell) return null;
  const word = cell.state === 'absent' ? words.absent_state : words[cell.state];
  return (
    <span class={`chip ballot-${cell.state}`} data-cell={cell.state}>
      {word} {cell.state !== 'none' && cell.time ? clock(cell.time) : ''}
    </span>
  );
}

/** Of who is on stage, or else of the whole round: absent wherever nothing was sent. */
function is_absent(sheet: Sheet, judge: JudgeRow): boolean {
  const here = stage_cell(sheet, judge);
  if (here) return here.state === 'absent';
  const states = Object.values(judge.cells ?? {}).map((cell) => cell.state);
  return states.includes('absent') && states.every((state) => state !== 'none' && state !== 'seen');
}

/** One mark for each contestant, in running order. */
function Progress({ words, sheet, judge }: { words: BallotsStrings; sheet: Sheet; judge: JudgeRow }) {
  const { cells } = judge;
  if (!cells) return null;
  const sent = Object.values(cells).filter((cell) => cell.state === 'sent').length;
  return (
    <div class="ballot-cells" role="img" aria-label={words.sent_of(sent, sheet.contestants.length)}>
      {sheet.contestants.map((one) => (
        <span
          key={one.id}
          class={`ballot-cell ballot-${cells[one.id]?.state ?? 'none'}${one.id === sheet.stage ? ' staged' : ''}`}
          title={[one.number, one.name].filter(Boolean).join(' ')}
        >
          {one.number ?? ''}
        </span>
      ))}
    </div>
  );
}

function JudgeTools({ model, words, sheet, judge, show }: PartProps & { judge: JudgeRow }) {
  const post = (path: string, body: unknown) => void model.sender.guarded('access', 'POST', path, body);
  const make = async (replace: boolean) => {
    const answer = await model.sender.once('access', 'ballots/codes', { person: judge.id, replace });
    const codes = codes_of(answer);
    if (codes) show({ title: words.code_of(judge.name), codes });
  };
  const whole = { round: sheet.id, judge: judge.id };
  const here = sheet.stage && judge.cells ? { ...whole, contestant: sheet.stage } : whole;
  const absent = is_absent(sheet, judge);
  const { code } = judge;
  const off = !model.live;
  return (
    <div class="tools">
      {code?.entered ? (
        <AskedButton class="small" action="make-code" words={words.make_new} really={words.make_really} disabled={off} act={() => void make(true)} />
      ) : (
        <button type="button" class="small" data-action="make-code" disabled={off} onClick={() => void make(false)}>
          {code ? words.make_new : words.make}
        </button>
      )}
      {code?.entered && (
        <AskedButton
          class="small"
          action="release"
          words={words.release}
          really={words.release_really}
          disabled={off}
          act={() => post(`ballots/codes/${encodeURIComponent(code.id)}/release`, {})}
        />
      )}
      {sheet.state !== 'closed' && (
        <button
          type="button"
          class="small"
          data-action={judge.locked ? 'reopen' : 'lock'}
          disabled={off}
          onClick={() => post(`ballots/${judge.locked ? 'reopen' : 'lock'}`, whole)}
        >
          {judge.locked ? words.reopen : words.lock}
        </button>
      )}
      <button
        type="button"
        class="small"
        data-action={absent ? 'present' : 'absent'}
        disabled={off || stage_cell(sheet, judge)?.state === 'sent'}
        onClick={() => post('ballots/absent', { ...here, absent: !absent })}
      >
        {absent ? words.present : 'contestant' in here ? words.absent : words.absent_all}
      </button>
    </div>
  );
}

function Audience({ model, words, sheet, show }: PartProps) {
  const [count, set_count] = useState('50');
  const counts = sheet.ballots;
  const make = async () => {
    const answer = await model.sender.once('access', 'ballots/codes', { round: sheet.id, count: Number(count) });
    const codes = codes_of(answer);
    if (codes) show({ title: `${words.audience} · ${sheet.name}`, codes });
  };
  return (
    <section class="ballot-audience">
      <h3>{words.audience}</h3>
      {counts && <p data-audience>{words.audience_counts(counts.codes, counts.entered, counts.sent)}</p>}
      <form
        class="tools"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <input type="number" min={1} max={500} aria-label={words.how_many} value={count} onInput={(event) => set_count(event.currentTarget.value)} />
        <button type="submit" data-action="make-codes" disabled={!model.live}>
          {words.make_many}
        </button>
        {counts && counts.codes > 0 && (
          <AskedButton
            action="revoke-codes"
            words={words.revoke_all}
            really={words.revoke_really}
            disabled={!model.live}
            act={() => void model.sender.guarded('access', 'DELETE', `ballots/codes?round=${encodeURIComponent(sheet.id)}`)}
          />
        )}
      </form>
    </section>
  );
}

function MadeCodes({ words, made }: { words: BallotsStrings; made: Made }) {
  const many = made.codes.length > 1;
  return (
    <section class="made-codes" data-made-codes>
      <header class="panel-head">
        <h3>{made.title}</h3>
        <button type="button" class="small" onClick={() => window.print()}>
          {words.print}
        </button>
      </header>
      <div class={many ? 'slips' : 'slips one'} tabIndex={0} role="group" aria-label={made.title}>
        {made.codes.map((one) => (
          <figure key={one.id} class="slip" data-code={one.code} data-link={here(one.link)}>
            {one.link_qr && <img class="qr" alt={`${made.title}: ${one.code}`} src={`data:image/svg+xml,${encodeURIComponent(one.link_qr)}`} />}
            <figcaption>
              <b>{spaced(one.code)}</b>
              <span>{`${location.host}/ballot`}</span>
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}

function codes_of(answer: unknown): MadeCode[] | null {
  return isObject(answer) && Array.isArray(answer['codes']) ? (answer['codes'] as MadeCode[]) : null;
}

/** At this page's own address: the server may not know by which name the phones call it. */
function here(link: string): string {
  return `${location.origin}${link.slice(link.indexOf('/ballot#'))}`;
}

function spaced(code: string): string {
  const half = code.length / 2;
  return `${code.slice(0, half)} ${code.slice(half)}`;
}

function clock(time: string | null): string {
  return time ? time_of_day(Date.parse(time), true) : '';
}
