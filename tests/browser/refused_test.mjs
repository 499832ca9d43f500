// SPDX-License-Identifier: GPL-2.0-or-later
// Pages that are refused something: a server, a stream, a browser's storage, the one that was voted for, plain digits.
import assert from 'node:assert/strict';
import { open_results, with_page } from './browser.mjs';
import { marks } from './contest.mjs';
import { control_test } from './control_page.mjs';
import { test, until } from './harness.mjs';

const kPhone = { width: 390, height: 844, isMobile: true, hasTouch: true };

function phone_test(name, events, body) {
  test(name, async ({ browser, show, done }) => {
    const server = await show(events);
    try {
      await with_page(browser, kPhone, async (page, more) => body(page, server, more));
    } finally {
      await done();
    }
  });
}

async function open_ballot(page, server, whose) {
  const [code] = (await server.post('ballots/codes', whose)).codes;
  await page.goto(`${server.url}/ballot${new URL(code.link).hash}`);
  await page.waitForSelector('.page[data-phase=live]');
}

phone_test('where no server answers, the results page waits between its attempts', marks('c1', '80'), async (page, server) => {
  await page.clock.install();
  await open_results(page, server);
  let asked = 0;
  page.on('request', (request) => (asked += request.url().includes('/public/') ? 1 : 0));
  await page.clock.pauseAt(new Date(Date.now() + 2_000));
  await server.end('SIGKILL');
  await page.waitForSelector('[data-link=cut]');
  const before = asked;
  // No time passes on the page, however long these take.
  for (let i = 0; i < 50; i += 1) await page.evaluate(() => fetch('/nobody-answers').catch(() => undefined));
  assert.ok(asked - before <= 2, `it asked ${asked - before} times`);
  await server.start();
  await page.clock.resume();
  await page.waitForSelector('[data-link=live]');
});

phone_test('a phone that is full shows the newest page all the same', marks('c1', '80'), async (page, server, { context }) => {
  const loaded = async () => (await page.reload()).text();
  await open_results(page, server);
  await page.evaluate(() => navigator.serviceWorker.ready);
  assert.ok((await loaded()).includes('80.00'));
  await until('the page is kept', () => page.evaluate(async () => Boolean(await (await caches.open('leitai-results-page')).match('/results'))));
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 1 });
  await server.post('events', marks('c1', '95'));
  assert.ok((await loaded()).includes('95.00'));
  await page.waitForSelector('[data-link=live]');
});

const kRound = { type: 'rounds', id: 'am', data: { name: '第一轮', contestants: ['c1', 'c2'], scoring: { method: 'marks' } } };

phone_test('a ballot that asks now and then outlives an answer that does not come', [kRound], async (page, server) => {
  let lost = 0;
  await page.route('**/api/v1/ballot/stream', (route) => route.fulfill({ status: 503, body: '' }));
  await open_ballot(page, server, { person: 'j1' });
  await page.route('**/api/v1/ballot', (route) => {
    lost += 1;
    return route.abort();
  });
  await page.waitForSelector('.page[data-phase=lost]');
  assert.ok(lost > 0);
  await page.unroute('**/api/v1/ballot');
  await page.waitForSelector('.page[data-phase=live]');
  await server.post('stage', { round: 'am', contestant: 'c2' });
  await page.waitForSelector('[data-sheet=c2]');
});

phone_test('a ballot works where the browser keeps nothing', [kRound], async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c2' });
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('refused', 'SecurityError');
    };
    Object.defineProperty(window, 'localStorage', { get: refuse });
  });
  await open_ballot(page, server, { person: 'j1' });
  await page.fill('[data-criterion=total] .typed input', '87');
  await page.click('[data-action=send]');
  await page.waitForSelector('[data-fate=sent]');
  assert.deepEqual((await server.get('scores')).map((score) => score.marks), [{ total: '87' }]);
});

const kVote = {
  type: 'rounds',
  id: 'vote',
  data: {
    name: '人气投票',
    contestants: ['c1', 'c2', 'c3'],
    scoring: { method: 'votes', max_choices: 1, panels: [{ id: 'hall', judges: '@audience' }] },
  },
};

phone_test('whoever voted for somebody who then withdraws votes again', [kVote], async (page, server) => {
  const choices = async () => (await server.get('scores')).map((score) => score.choices.join());
  await open_ballot(page, server, { round: 'vote' });
  await page.click('[data-candidate=c1]');
  await page.click('[data-action=send]');
  await page.waitForSelector('[data-fate=sent]');
  await server.call('PATCH', 'contestants/c1', { withdrawn: true });
  await page.waitForSelector('[data-candidate=c1]', { state: 'detached' });
  await page.click('[data-candidate=c3]');
  await page.click('[data-action=send]');
  await until('the other one has the vote', async () => (await choices()).join() === 'c3');
  await page.waitForSelector('[data-fate=sent]');
});

phone_test('codes and marks are taken as an input method writes them, in full width', [kRound], async (page, server) => {
  const wide = (text) => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  await server.post('stage', { round: 'am', contestant: 'c2' });
  const [{ code }] = (await server.post('ballots/codes', { person: 'j1' })).codes;
  await page.goto(`${server.url}/ballot`);
  await page.fill('#code', wide(code));
  await page.click('form button[type=submit]');
  await page.waitForSelector('[data-sheet=c2]');
  await page.fill('[data-criterion=total] .typed input', `${wide('87')}。${wide('5')}`);
  await page.click('[data-action=send]');
  await page.waitForSelector('[data-fate=sent]');
  assert.deepEqual((await server.get('scores')).map((score) => score.marks), [{ total: '87.5' }]);
});

control_test('with nobody on stage a judge is absent for the whole round, and present again', { events: [kRound] }, async (page, server) => {
  const absences = async () => (await server.get('scores')).filter((score) => score.absent).length;
  await page.click('.menu summary');
  await page.click('[data-action=ballots]');
  await page.click('[data-judge=j1] [data-action=absent]');
  await until('absent everywhere', async () => (await absences()) === 2);
  await page.click('[data-judge=j1] [data-action=present]');
  await until('present everywhere', async () => (await absences()) === 0);
  await page.waitForSelector('[data-judge=j1] [data-action=absent]');
});
