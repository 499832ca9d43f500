// SPDX-License-Identifier: GPL-2.0-or-later
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../shared/language';
import { MarkSheet } from './mark_sheet';
import { useModel, type Model } from './model';
import type { Session } from './shelf';
import { strings, type Strings } from './strings';
import { candidate_of, type Ballot, type Round } from './types';
import { VoteSheet } from './vote_sheet';

interface Props {
  session: Session;
  language: Language;
  switch_language: () => void;
  taken_back: () => void;
}

export function BallotView({ session, language, switch_language, taken_back }: Props) {
  const model = useModel(session, taken_back);
  const text = strings(language);
  const { ballot } = model;
  const [wanted, want] = useState<string | null>(null);
  const round = ballot ? shown_round(ballot, wanted) : undefined;
  return (
    <div class="page" data-phase={model.phase}>
      <Top {...{ model, text, switch_language }} />
      {ballot && ballot.rounds.length > 1 && (
        <nav class="rounds" aria-label={text.rounds}>
          {ballot.rounds.map((one) => (
            <button
              type="button"
              key={one.id}
              aria-pressed={one.id === round?.id}
              onClick={() => want(one.id === ballot.current ? null : one.id)}
            >
              {one.name || one.id}
            </button>
          ))}
        </nav>
      )}
      {ballot && !round && (
        <main>
          <p class="empty">{text.nothing}</p>
        </main>
      )}
      {round && (round.votes ? <VoteSheet key={round.id} {...{ model, text, round }} /> : <Marking key={round.id} {...{ model, text, round }} />)}
    </div>
  );
}

function shown_round(ballot: Ballot, wanted: string | null): Round | undefined {
  const find = (id: string | null) => ballot.rounds.find((round) => round.id === id);
  return find(wanted) ?? find(ballot.current) ?? ballot.rounds[0];
}

function Top({ model, text, switch_language }: { model: Model; text: Strings; switch_language: () => void }) {
  const { ballot, phase } = model;
  const judge = ballot?.judge;
  const word = phase === 'live' ? text.live : phase === 'connecting' ? text.connecting : text.lost;
  return (
    <>
      {ballot?.mode === 'rehearsal' && <p class="rehearsal" role="status">{text.rehearsal}</p>}
      <header>
        <div class="titles">
          <p class="contest">{[ballot?.contest.name, ballot?.contest.subtitle].filter(Boolean).join(' · ')}</p>
          <h1>{judge?.audience ? text.audience : (judge?.name ?? judge?.id ?? text.page)}</h1>
        </div>
        <span class={`link ${phase}`} role="status" data-link={phase}>
          <i aria-hidden="true" />
          {word}
        </span>
        <button type="button" class="plain" data-action="language" onClick={switch_language}>
          {text.other_language}
        </button>
      </header>
      {phase === 'lost' && (
        <p class="note offline" role="alert">
          {text.lost_more}
        </p>
      )}
    </>
  );
}

/** Follows the stage, as long as nothing half done is left behind. */
function Marking({ model, text, round }: { model: Model; text: Strings; round: Round }) {
  const [chosen, choose] = useState<string | null>(null);
  const { ballot } = model;
  const staged = ballot?.stage?.round === round.id ? ballot.stage.contestant : null;
  const before = useRef(staged);
  useLayoutEffect(() => {
    const left = before.current;
    before.current = staged;
    if (left && left !== staged && chosen === null && model.is_dirty({ round: round.id, contestant: left })) choose(left);
  }, [staged]);
  const shown = chosen ?? staged;
  const candidate = shown ? candidate_of(round, shown) : undefined;
  const called = staged ? candidate_of(round, staged) : undefined;
  const pick = (id: string) => {
    choose(id === staged ? null : id);
    window.scrollTo({ top: 0 });
  };
  return (
    <main>
      {called && candidate?.id !== called.id && (
        <button type="button" class="to-stage" data-action="to-stage" onClick={() => pick(called.id)}>
          {text.go_to_stage} <b>{called.name ?? called.id}</b>
        </button>
      )}
      {candidate ? (
        <MarkSheet key={candidate.id} {...{ model, text, round, candidate }} on_stage={candidate.id === staged} />
      ) : (
        <p class="empty">{text.wait_for_stage}</p>
      )}
      <Others {...{ model, text, round, pick }} shown={candidate?.id ?? null} />
    </main>
  );
}

interface OthersProps {
  model: Model;
  text: Strings;
  round: Round;
  shown: string | null;
  pick: (id: string) => void;
}

function Others({ model, text, round, shown, pick }: OthersProps) {
  if (round.contestants.length < 2 && shown) return null;
  return (
    <section class="others" aria-labelledby="others">
      <h2 id="others">{text.others}</h2>
      <ul>
        {round.contestants.map((one) => {
          const state = model.state({ round: round.id, contestant: one.id });
          return (
            <li key={one.id}>
              <button type="button" data-contestant={one.id} data-state={state} aria-current={one.id === shown} onClick={() => pick(one.id)}>
                <span class="number">{one.number ?? ''}</span>
                <span class="name">{one.name ?? one.id}</span>
                <span class={`chip ${state}`}>{text[`state_${state}`]}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
