// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import { choose_language, time_of_day, type Language } from '../shared/language';
import { Announcer } from './announcer';
import { listed, type PublicAward, type PublicDocument, type PublicRound, type PublicRow } from './document';
import { PublicFeed } from './feed';
import { Link } from './link';
import { Name, RankingList } from './list';
import { PersonPage } from './person';
import { usePlace, type Place } from './place';
import { Share } from './share';
import { StageCard } from './stage';
import { filled, strings, type Strings } from './strings';

export function Results({ language: preferred, feed }: { language: Language; feed: PublicFeed }) {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const [language, set_language] = useState(preferred);
  const [place, go] = usePlace();
  const text = strings(language);
  useEffect(() => feed.watch(() => redraw(undefined)), [feed]);

  const { document: shown, phase } = feed;
  const title = shown?.contest.name || text.results;
  useEffect(() => {
    document.title = title;
  }, [title]);
  const other: Language = language === 'zh' ? 'en' : 'zh';
  const switch_language = () => {
    choose_language(other);
    set_language(other);
    const query = new URLSearchParams(location.search);
    query.delete('lang');
    history.replaceState(null, '', `${query}` ? `?${query}` : location.pathname);
  };
  const person = place.contestant ? shown?.people.get(place.contestant) : undefined;
  return (
    <div class="page" data-phase={phase} data-revision={shown?.revision}>
      {shown?.rehearsal && (
        <p class="rehearsal" role="status" data-rehearsal>
          {text.rehearsal}
        </p>
      )}
      <header>
        <div class="titles">
          <h1>{title}</h1>
          {shown?.contest.subtitle && <p>{shown.contest.subtitle}</p>}
        </div>
        <div class="tools">
          <Share text={text} title={title} place={place} />
          <button type="button" class="tool" data-action="language" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={switch_language}>
            {text.other_language}
          </button>
        </div>
      </header>
      <Status text={text} feed={feed} />
      <main>
        {shown && person ? (
          <>
            <p class="back">
              <Link to={{ ...place, contestant: null }} go={go}>
                ‹ {text.all_results}
              </Link>
            </p>
            <PersonPage text={text} shown={shown} person={person} />
          </>
        ) : (
          <Ranking text={text} feed={feed} shown={shown} place={place} go={go} />
        )}
      </main>
    </div>
  );
}

function Status({ text, feed }: { text: Strings; feed: PublicFeed }) {
  const { phase } = feed;
  const words = {
    live: text.live,
    polling: text.polling,
    connecting: text.connecting,
    cut: filled(text.as_of, { time: time_of_day(feed.current_at, false) }),
  };
  return (
    <p class={`link ${phase}`} role="status" data-link={phase}>
      <i aria-hidden="true" />
      {words[phase]}
    </p>
  );
}

interface RankingProps {
  text: Strings;
  feed: PublicFeed;
  shown: PublicDocument | null;
  place: Place;
  go: (place: Place) => void;
}

function Ranking({ text, feed, shown, place, go }: RankingProps) {
  const [wanted, want] = useState('');
  const rounds = shown?.rounds ?? [];
  const round = rounds.find((one) => one.id === place.round) ?? default_round(shown);
  const groups = round && round.groups.length > 1 ? round.groups : [];
  const group = groups.some((one) => one.id === place.group) ? place.group : null;
  const all = useMemo(() => (round ? listed(round, group) : []), [round, group]);
  const rows = useMemo(() => all.filter((row) => matches(row, wanted)), [all, wanted]);
  const view = `${round?.id ?? ''}/${group ?? ''}/${wanted}`;
  const live = feed.phase === 'live' || feed.phase === 'polling';
  return (
    <>
      {shown?.stage && <StageCard text={text} stage={shown.stage} live={live} now={() => feed.now()} />}
      {rounds.length > 1 && (
        <nav class="choice rounds" aria-label={text.rounds}>
          {rounds.map((one) => (
            <Link key={one.id} to={{ ...place, round: one.id }} go={go} current={one === round} choice={one.id}>
              {one.name}
            </Link>
          ))}
        </nav>
      )}
      {groups.length > 0 && (
        <nav class="choice" aria-label={text.groups}>
          {[{ id: '', name: text.everybody }, ...groups].map((one) => (
            <Link key={one.id} to={{ ...place, group: one.id || null }} go={go} current={one.id === (group ?? '')} choice={one.id}>
              {one.name}
            </Link>
          ))}
        </nav>
      )}
      {all.length > 0 && (
        <input
          type="search"
          name="search"
          aria-label={text.search}
          placeholder={text.search}
          value={wanted}
          onInput={(event) => want(event.currentTarget.value)}
        />
      )}
      {round && all.length > 0 ? (
        <>
          <h2 class="round">
            {round.name} <span class="state">{round.complete ? text.final : text.provisional}</span>
          </h2>
          {wanted && (
            <p class="muted" role="status" data-found={rows.length}>
              {rows.length > 0 ? filled(text.found, { count: rows.length }) : text.nobody}
            </p>
          )}
          <RankingList text={text} rows={rows} view={view} on_stage={shown?.stage?.person.id ?? null} place={place} go={go} />
        </>
      ) : (
        feed.phase !== 'connecting' && <p class="empty">{text.nothing}</p>
      )}
      {shown && shown.awards.length > 0 && <Awards text={text} awards={shown.awards} />}
      <Announcer text={text} rows={all} view={view} />
    </>
  );
}

function Awards({ text, awards }: { text: Strings; awards: PublicAward[] }) {
  return (
    <section class="awards">
      <h2>{text.awards}</h2>
      <ul>
        {awards.map((award) => (
          <li key={award.id} data-award={award.id}>
            <h3>{award.name}</h3>
            <p>
              {award.people.map((person, i) => (
                <span key={person.id}>
                  {i > 0 && text.comma}
                  <Name person={person} />
                </span>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function matches(row: PublicRow, wanted: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').toLowerCase();
  const { number, name, belonging, origin } = row.person;
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  return words.every((word) => plain(number) === word || [name, belonging, origin].some((text) => plain(text).includes(word)));
}

/** The round that people look for: the one on stage, else the last with rows, else the last. */
function default_round(shown: PublicDocument | null): PublicRound | undefined {
  if (!shown) return undefined;
  const staged = shown.rounds.find((round) => round.id === shown.stage?.round);
  const with_rows = shown.rounds.filter((round) => round.rows.length > 0);
  return staged ?? with_rows[with_rows.length - 1] ?? shown.rounds[shown.rounds.length - 1];
}
