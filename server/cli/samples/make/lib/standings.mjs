// SPDX-License-Identifier: GPL-2.0-or-later
// What a round comes to, computed a second time: from the text of docs/scoring.md, in fractions of big integers, and
// from nothing of the program's. It knows what the samples use, and refuses the rest.
import { Fraction, sum } from './fraction.mjs';

function only(object, known, what) {
  for (const name of Object.keys(object)) if (!known.includes(name)) throw new Error(`${what} says ${name}`);
}

function all(store, type) {
  return [...(store.get(type) ?? new Map())];
}

function scoringOf(store, round) {
  const scoring = round.scoring ?? {};
  only(scoring, ['method', 'criteria', 'panels', 'trim', 'round_to', 'carry', 'tie_break', 'stars', 'max_choices'], 'a round');
  if (scoring.round_to?.total === null) throw new Error('a total is exact');
  const judges = all(store, 'people')
    .filter(([, person]) => person.role === 'judge')
    .map(([id]) => id);
  return {
    method: 'marks',
    trim: 'criterion',
    round_to: {},
    carry: [],
    tie_break: [],
    stars: [],
    ...scoring,
    criteria: (scoring.criteria ?? [{ id: 'total' }]).map((each) => ({ ...each, weight: Fraction.of(each.weight ?? '1') })),
    panels: (scoring.panels ?? [{ id: 'judges', judges }]).map((each) => ({
      drop_high: 0,
      drop_low: 0,
      average: scoring.method === 'votes' ? 'sum' : 'mean',
      ...each,
      weight: Fraction.of(each.weight ?? '1'),
    })),
  };
}

/** Two decimal places, unless the round says otherwise. */
function totalPlaces(scoring) {
  return scoring.round_to.total ?? 2;
}

function runningOrder(store, round) {
  if (round.contestants) return round.contestants;
  return all(store, 'contestants')
    .sort(([, a], [, b]) => Number(a.number) - Number(b.number))
    .map(([id]) => id);
}

/** The scores of a round by contestant and judge. */
function scoresOf(store, id) {
  const scores = new Map();
  for (const [, score] of all(store, 'scores')) {
    if (score.round !== id) continue;
    const key = score.contestant ?? '';
    if (!scores.has(key)) scores.set(key, new Map());
    scores.get(key).set(score.judge, score);
  }
  return scores;
}

/** A panel's numbers without the highest and lowest that it drops. */
function kept(numbers, panel) {
  const sorted = [...numbers].sort((a, b) => a.compare(b));
  const from = panel.drop_from ?? panel.drop_high + panel.drop_low + 1;
  return sorted.length < from ? sorted : sorted.slice(panel.drop_low, sorted.length - panel.drop_high);
}

function average(numbers, panel) {
  if (panel.average !== 'mean') throw new Error(`a panel's average is ${panel.average}`);
  return sum(numbers).dividedBy(new Fraction(BigInt(numbers.length)));
}

/** Panels that have something to count, by their weights: the value, or null. */
function combined(values) {
  const counting = values.filter(({ value }) => value !== null);
  if (counting.length === 0) return null;
  return sum(counting.map(({ weight, value }) => weight.times(value))).dividedBy(sum(counting.map(({ weight }) => weight)));
}

/** Who of a panel marks this contestant: the absent do not; an audience is who gave marks and is in no other panel. */
function sitting(panel, scoring, marks) {
  if (panel.judges !== '@audience') return panel.judges.filter((judge) => !marks.get(judge)?.absent);
  const elsewhere = new Set(scoring.panels.flatMap((each) => (Array.isArray(each.judges) ? each.judges : [])));
  return [...marks.keys()].filter((judge) => !elsewhere.has(judge));
}

/** A contestant's weighted criteria and whether all marks are in; the sum is null where there are none. */
function markedByCriterion(scoring, marks) {
  let complete = true;
  const weighted = new Map();
  for (const criterion of scoring.criteria) {
    const values = scoring.panels
      .filter((panel) => !panel.criteria || panel.criteria.includes(criterion.id))
      .map((panel) => {
        const numbers = [];
        for (const judge of sitting(panel, scoring, marks)) {
          const mark = marks.get(judge)?.marks[criterion.id];
          if (mark === undefined) complete = false;
          else numbers.push(Fraction.of(mark));
        }
        const left = kept(numbers, panel);
        return { weight: panel.weight, value: left.length ? average(left, panel).rounded(scoring.round_to.panel) : null };
      });
    const value = combined(values)?.rounded(scoring.round_to.criterion) ?? null;
    weighted.set(criterion.id, value && value.times(criterion.weight).rounded(scoring.round_to.weighted));
  }
  const parts = [...weighted.values()];
  return { complete, weighted, sum: parts.includes(null) ? null : sum(parts) };
}

function markedByJudge(scoring, marks) {
  let complete = true;
  const values = scoring.panels.map((panel) => {
    const numbers = [];
    for (const judge of sitting(panel, scoring, marks)) {
      const given = scoring.criteria.map(({ id, weight }) => {
        const mark = marks.get(judge)?.marks[id];
        return mark === undefined ? null : weight.times(Fraction.of(mark));
      });
      if (given.includes(null)) complete = false;
      else numbers.push(sum(given));
    }
    const left = kept(numbers, panel);
    return { weight: panel.weight, value: left.length ? average(left, panel).rounded(scoring.round_to.panel) : null };
  });
  return { complete, weighted: new Map(), sum: combined(values) };
}

function votesFor(scoring, contestant, ballots) {
  let complete = true;
  const parts = scoring.panels.map((panel) => {
    if (panel.average !== 'sum') throw new Error(`votes are averaged by ${panel.average}`);
    const judges = sitting(panel, scoring, ballots);
    if (judges.some((judge) => !ballots.has(judge))) complete = false;
    const votes = judges.filter((judge) => ballots.get(judge)?.choices.includes(contestant)).length;
    return panel.weight.times(new Fraction(BigInt(votes)));
  });
  return { complete, weighted: new Map(), sum: sum(parts) };
}

function given(store, round, contestant) {
  const total = all(store, 'totals').find(([, each]) => each.round === round && each.contestant === contestant)?.[1];
  if (total?.rank !== undefined) throw new Error('a rank is given');
  return { complete: total !== undefined, weighted: new Map(), sum: total ? Fraction.of(total.total) : null };
}

function resultOf(store, id, scoring, scores, contestant) {
  const marks = scores.get(contestant) ?? new Map();
  if (scoring.method === 'given') return given(store, id, contestant);
  if (scoring.method === 'votes') return votesFor(scoring, contestant, scores.get('') ?? new Map());
  if (scoring.method !== 'marks') throw new Error(`the method is ${scoring.method}`);
  return scoring.trim === 'judge_total' ? markedByJudge(scoring, marks) : markedByCriterion(scoring, marks);
}

function rowOf(store, id, round, scoring, scores, carried, contestant) {
  const { withdrawn = false, group } = store.get('contestants').get(contestant);
  const row = { contestant, group, withdrawn, rank: null, total: null, carry: new Map(), awarded: false, atCut: false };
  const result = resultOf(store, id, scoring, scores, contestant);
  row.weighted = result.weighted;
  const audience = scoring.panels.some(({ judges }) => judges === '@audience');
  row.complete = !withdrawn && result.complete && (!audience || round.state === 'closed');
  if (result.sum === null) row.complete = false;
  let total = result.sum;
  for (const [, adjustment] of all(store, 'adjustments')) {
    const here = adjustment.round === id && adjustment.contestant === contestant;
    if (here) total = total?.plus(Fraction.of(adjustment.points)) ?? null;
  }
  for (const { round: other, weight } of carried) {
    const before = other.rows.find((each) => each.contestant === contestant);
    if (!before?.complete) row.complete = false;
    row.carry.set(other.id, before?.total ?? null);
    if (before?.total) total = total?.plus(weight.times(before.total)) ?? null;
  }
  row.total = withdrawn ? null : (total?.rounded(totalPlaces(scoring)) ?? null);
  return row;
}

/** Splits each tie by a number, the higher first, those without one last. */
function split(ties, number) {
  const compare = (a, b) => {
    const [x, y] = [number(a), number(b)];
    if (x === null || y === null) return (x === null) - (y === null);
    return y.compare(x);
  };
  return ties.flatMap((tie) => {
    const parts = [];
    for (const row of [...tie].sort(compare)) {
      const last = parts.at(-1);
      if (last && compare(last[0], row) === 0) last.push(row);
      else parts.push([row]);
    }
    return parts;
  });
}

/** The jury's decisions: each lists the whole of a tie. */
function decide(ties, decisions) {
  return ties.flatMap((tie) => {
    const order = tie.length > 1 && decisions.find((list) => tie.every(({ contestant }) => list.includes(contestant)));
    if (!order) return [tie];
    return [...tie].sort((a, b) => order.indexOf(a.contestant) - order.indexOf(b.contestant)).map((row) => [row]);
  });
}

function award(ties, places) {
  let taken = 0;
  for (const tie of ties) {
    if (taken >= places) return;
    for (const row of tie) row[taken + tie.length <= places ? 'awarded' : 'atCut'] = true;
    taken += tie.length;
  }
}

function keyOf(rule) {
  if (rule.by === 'criteria') return (row) => sum(rule.ids.map((id) => row.weighted.get(id)));
  if (rule.by === 'carry') return (row) => row.carry.get(rule.round);
  throw new Error(`a tie is broken by ${rule.by}`);
}

function rank(rows, scoring, decisions, quota) {
  let ties = split([rows.filter(({ total }) => total !== null)], ({ total }) => total);
  for (const rule of scoring.tie_break) ties = rule.by === 'manual' ? decide(ties, decisions) : split(ties, keyOf(rule));
  ties = decide(ties, decisions);
  let before = 0;
  for (const tie of ties) {
    for (const row of tie) row.rank = before + 1;
    before += tie.length;
  }
  if (quota?.total !== undefined) award(ties, quota.total);
  for (const [group, places] of Object.entries(quota?.groups ?? {})) {
    const within = ties.map((tie) => tie.filter((row) => row.group === group)).filter((tie) => tie.length > 0);
    award(decide(within, decisions), places);
  }
  return [...ties.flat(), ...rows.filter((row) => row.rank === null)];
}

function starsFor(scoring, total) {
  const reached = scoring.stars.filter(({ from }) => total !== null && Fraction.of(from).compare(total) <= 0);
  return reached.length ? Math.max(...reached.map(({ stars }) => stars)) : null;
}

/** {id, complete, rows: [{contestant, rank, total, text, awarded, atCut, stars, change, complete}]} as operators see them. */
export function standings(store, id) {
  const round = store.get('rounds').get(id);
  const scoring = scoringOf(store, round);
  const carried = scoring.carry.map((each) => ({
    round: standings(store, each.round),
    weight: Fraction.of(each.weight ?? '1'),
  }));
  const scores = scoresOf(store, id);
  const rows = runningOrder(store, round).map((contestant) => rowOf(store, id, round, scoring, scores, carried, contestant));
  const decisions = all(store, 'tiebreaks')
    .filter(([, each]) => each.round === id)
    .map(([, each]) => each.order);
  const ranked = rank(rows, scoring, decisions, round.quota);
  const earlier = round.compare_to && standings(store, round.compare_to).rows;
  for (const row of ranked) {
    row.text = row.total && row.total.text(totalPlaces(scoring));
    row.stars = starsFor(scoring, row.total);
    const was = earlier?.find(({ contestant }) => contestant === row.contestant)?.rank ?? null;
    row.change = was !== null && row.rank !== null ? was - row.rank : null;
  }
  const expected = ranked.filter(({ withdrawn }) => !withdrawn);
  return { id, complete: expected.length > 0 && expected.every(({ complete }) => complete), rows: ranked };
}

/** Those who are awarded, the best first; a tie at the cut must have been decided. */
export function awarded(store, id) {
  const { complete, rows } = standings(store, id);
  if (!complete || rows.some(({ atCut }) => atCut)) throw new Error(`who goes on from ${id} is not decided`);
  return rows.filter((row) => row.awarded).map(({ contestant }) => contestant);
}

/** The member `expect` of a show file's last line: every round of the store. */
export function expectation(store) {
  const rounds = {};
  for (const [id, round] of all(store, 'rounds')) {
    const { complete, rows } = standings(store, id);
    rounds[id] = {
      complete,
      rows: rows.map((row) => {
        const more = {};
        if (round.quota && row.awarded) more.awarded = true;
        if (round.scoring?.stars && row.stars !== null) more.stars = row.stars;
        if (round.compare_to) more.change = row.change;
        return [row.contestant, row.rank, row.text, ...(Object.keys(more).length ? [more] : [])];
      }),
    };
  }
  return { rounds };
}
