// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import { choose_language, time_of_day, type Language } from '../shared/language';
import { numbered_name } from '../shared/naming';
import { Announcer } from './announcer';
import { listed, type PublicDocument, type PublicRound } from './document';
import { PublicFeed } from './feed';
import { RankingList } from './list';
import { strings, type Strings } from './strings';

export function Results({ language: preferred }: { language: Language }) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const feed = useMemo(() => new PublicFeed(() => redraw(undefined)), []);
  const [language, set_language] = useState(preferred);
  const [chosen, choose] = useState<string | null>(null);
  const [group, choose_group] = useState<string | null>(null);
  const text = strings(language);

  useEffect(() => {
    void feed.run();
    return () => feed.end();
  }, [feed]);

  const { document: shown, phase } = feed;
  const title = shown?.contest.name || text.results;
  useEffect(() => {
    document.title = title;
  }, [title]);

  const rounds = shown?.rounds ?? [];
  const round = rounds.find((one) => one.id === chosen) ?? default_round(shown);
  const view = round && round.groups.some((one) => one.id === group) ? group : null;
  const rows = round ? listed(round, view) : [];
  const switch_language = () => {
    const other: Language = language === 'zh' ? 'en' : 'zh';
    choose_language(other);
    set_language(other);
  };

  return (
    <div class="page" data-phase={phase}>
      {shown?.rehearsal && (
        <p class="rehearsal" role="status" data-rehearsal>
          {text.rehearsal}
        </p>
      )}
      <header>
        <div class="titles">
          <h1>{title}</h1>
          {shown?.contest.subtitle && <p class="muted">{shown.contest.subtitle}</p>}
        </div>
        <button type="button" class="plain" data-action="language" onClick={switch_language}>
          {text.other_language}
        </button>
      </header>
      <p class={`link ${phase}`} role="status" data-link={phase}>
        <i aria-hidden="true" />
        {phase === 'live' ? text.live : phase === 'cut' ? text.as_of(time_of_day(feed.current_at, false)) : text.connecting}
      </p>
      {rounds.length > 1 && (
        <Choice label={text.rounds} options={rounds} chosen={round?.id ?? null} choose={(id) => choose(id)} />
      )}
      {round && round.groups.length > 1 && (
        <Choice
          label={text.groups}
          options={[{ id: null, name: text.everybody }, ...round.groups]}
          chosen={view}
          choose={choose_group}
        />
      )}
      <main>
        {shown?.stage && <StageCard text={text} stage={shown.stage} live={phase === 'live'} />}
        {round && rows.length > 0 ? (
          <>
            <h2>
              {round.name} <span class="muted">{round.complete ? text.final : text.provisional}</span>
            </h2>
            <RankingList text={text} rows={rows} view={`${round.id}/${view ?? ''}`} on_stage={shown?.stage?.contestant ?? null} />
          </>
        ) : (
          phase !== 'connecting' && <p class="empty">{text.nothing}</p>
        )}
      </main>
      <Announcer text={text} rows={rows} view={`${round?.id ?? ''}/${view ?? ''}`} />
    </div>
  );
}

/** The round that people look for: the one on stage, else the last with rows, else the last. */
function default_round(shown: PublicDocument | null): PublicRound | undefined {
  if (!shown) return undefined;
  const staged = shown.rounds.find((round) => round.id === shown.stage?.round);
  const with_rows = shown.rounds.filter((round) => round.rows.length > 0);
  return staged ?? with_rows[with_rows.length - 1] ?? shown.rounds[shown.rounds.length - 1];
}

function StageCard({ text, stage, live }: { text: Strings; stage: NonNullable<PublicDocument['stage']>; live: boolean }) {
  return (
    <section class={live ? 'stage' : 'stage old'} data-stage={stage.contestant}>
      <h2>{text.on_stage}</h2>
      <p class="name">{numbered_name(stage.number, stage.name)}</p>
      {stage.belonging && <p class="muted">{stage.belonging}</p>}
    </section>
  );
}

interface ChoiceProps<T extends string | null> {
  label: string;
  options: { id: T; name: string }[];
  chosen: string | null;
  choose: (id: T) => void;
}

function Choice<T extends string | null>({ label, options, chosen, choose }: ChoiceProps<T>) {
  return (
    <nav class="choice" aria-label={label}>
      {options.map((option) => (
        <button
          type="button"
          key={option.id ?? ''}
          data-choice={option.id ?? ''}
          aria-pressed={option.id === chosen}
          onClick={() => choose(option.id)}
        >
          {option.name}
        </button>
      ))}
    </nav>
  );
}
