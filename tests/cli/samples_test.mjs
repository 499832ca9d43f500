// SPDX-License-Identifier: GPL-2.0-or-later
// The makers of the sample contests: they write what is in the repository, and their own computation of standings agrees
// with the worked examples of docs/scoring.md.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { standings } from '../../server/cli/samples/make/lib/standings.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

test('the sample contests are what their makers write', () => {
  execFileSync(process.execPath, [path.join(root, 'server/cli/samples/make/make.mjs'), '--check'], { stdio: 'pipe' });
});

/** A round that is `like` another takes over what it does not say, marks and ballots too. */
function fillIn(example) {
  for (const [id, { like, ...own }] of Object.entries(example.rounds)) {
    if (!like) continue;
    const whole = example.rounds[like];
    example.rounds[id] = { ...whole, ...own, ...(own.scoring && { scoring: { ...whole.scoring, ...own.scoring } }) };
    for (const kind of ['marks', 'ballots']) if (example[kind]?.[like]) example[kind][id] ??= example[kind][like];
  }
}

/** An example's resources, as a show file's events would leave them. */
function storeOf(example) {
  fillIn(example);
  const store = new Map(
    ['people', 'contestants', 'rounds', 'scores', 'adjustments', 'totals', 'tiebreaks'].map((type) => [type, new Map()]),
  );
  const add = (type, data, id = `${type}-${store.get(type).size}`) => store.get(type).set(id, data);
  const sits = (judge) => judge.startsWith('phone-') || add('people', { role: 'judge' }, judge);
  for (const [id, round] of Object.entries(example.rounds)) {
    add('rounds', round, id);
    for (const contestant of round.contestants) add('contestants', example.contestants?.[contestant] ?? {}, contestant);
    for (const { judges } of round.scoring?.panels ?? []) if (Array.isArray(judges)) judges.forEach(sits);
  }
  for (const [round, byContestant] of Object.entries(example.marks ?? {})) {
    for (const [contestant, byJudge] of Object.entries(byContestant)) {
      for (const [judge, given] of Object.entries(byJudge)) {
        sits(judge);
        const marks = typeof given === 'object' ? given : { total: given };
        add('scores', { round, contestant, judge, ...(given === 'absent' ? { absent: true } : { marks }) });
      }
    }
  }
  for (const [round, byJudge] of Object.entries(example.ballots ?? {})) {
    for (const [judge, choices] of Object.entries(byJudge)) {
      add('scores', { round, judge, ...(choices === 'absent' ? { absent: true } : { choices }) });
      sits(judge);
    }
  }
  for (const type of ['adjustments', 'totals', 'tiebreaks']) for (const data of example[type] ?? []) add(type, data);
  return store;
}

/** Nothing where the makers do not know what the example uses. */
function computed(store, round) {
  try {
    return standings(store, round);
  } catch {
    return null;
  }
}

test('the makers compute what the worked examples of docs/scoring.md say', (t) => {
  const page = fs.readFileSync(path.join(root, 'docs/scoring.md'), 'utf8');
  let compared = 0;
  for (const [, block] of page.matchAll(/```json\n(.*?)```/gs)) {
    const example = JSON.parse(block);
    const store = storeOf(example);
    for (const [round, expected] of Object.entries(example.standings)) {
      const rows = computed(store, round)?.rows;
      if (!rows) continue;
      ++compared;
      const known = {
        rank: 'rank',
        total: 'text',
        contestant: 'contestant',
        awarded: 'awarded',
        at_cut: 'atCut',
        stars: 'stars',
        change: 'change',
      };
      expected.forEach((row, index) => {
        for (const [name, ours] of Object.entries(known)) {
          if (name in row)
            assert.equal(rows[index][ours], row[name], `${round} of ${block.slice(0, 200)}: ${name} of row ${index + 1}`);
        }
        if ('status' in row)
          assert.equal(rows[index].complete, row.status === 'complete', `${round} of ${block.slice(0, 200)}: status`);
      });
    }
  }
  t.diagnostic(`${compared} rounds compared`);
  assert.ok(compared >= 20);
});
