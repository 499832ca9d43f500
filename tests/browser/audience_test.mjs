// SPDX-License-Identifier: GPL-2.0-or-later
// The results page as viewers have it: a phone through a whole session, without scripts, on a bad network, kept.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { createRequire } from 'node:module';
import { open_results, with_page } from './browser.mjs';
import { marks } from './contest.mjs';
import { test, until } from './harness.mjs';

const kPhone = { width: 390, height: 844, isMobile: true, hasTouch: true };
const kMostBytes = 60 * 1024;
/** Chromium forgets that a page's requests are caught where its service worker takes the page over at that moment. */
const kCaught = { serviceWorkers: 'block' };
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const round_of = (id, data) => ({ type: 'rounds', id, data });

/** A second round, sealed: three criteria, a bonus, and what was won in the first is carried along. */
const kFinal = round_of('pm', {
  name: '决赛',
  order: 2,
  visibility: 'sealed',
  contestants: ['c1', 'c2', 'c3', 'c4'],
  segments: [{ id: 'talk', name: '主题演讲', speaker: 'contestant', duration_ms: 120000, warn_ms: 30000, danger_ms: 10000, overtime: 'count' }],
  scoring: {
    method: 'marks',
    criteria: [
      { id: 'content', name: '内容', min: '0', max: '10', weight: '6' },
      { id: 'style', name: '表达', min: '0', max: '10', weight: '4' },
    ],
  },
});

function final_marks(contestant, content, style) {
  return ['j1', 'j2'].map((judge) => ({
    type: 'scores',
    id: `pm-${contestant}-${judge}`,
    data: { round: 'pm', contestant, judge, marks: { content, style } },
  }));
}

const kSealed = [
  kFinal,
  ...final_marks('c1', '9.13', '8.17'),
  ...final_marks('c2', '7.31', '7.77'),
  ...final_marks('c3', '8.59', '9.41'),
  ...final_marks('c4', '6.07', '6.83'),
  { type: 'adjustments', id: 'late', data: { round: 'pm', contestant: 'c3', points: '-0.50', kind: 'penalty', reason: '超时' } },
  { type: 'awards', id: 'best', data: { name: '擂主', citation: '总分第一', round: 'pm', contestants: ['c3'] } },
];
/** Of the best alone. */
const kSecrets = ['88.68', '89.18', '8.59', '9.41', '擂主'];

function audience_test(name, options, body, events = []) {
  test(name, async ({ browser, show, done }) => {
    const server = await show([...marks('c1', '80'), ...marks('c2', '90'), ...events]);
    try {
      await with_page(browser, { ...kPhone, ...options }, async (page, more) => body(page, server, more));
    } finally {
      await done();
    }
  });
}

const order = (page) => page.$$eval('[data-row]', (rows) => rows.map((row) => row.dataset.row).join());
const ordered = (page, wanted) => until(`ranked ${wanted}`, async () => (await order(page)) === wanted);

/** Notes every revision and every text that the page shows from now on. */
function watch(page) {
  return page.evaluate(() => {
    window.revisions = [];
    window.texts = '';
    const note = () => {
      const revision = Number(document.querySelector('.page')?.dataset.revision);
      if (revision !== window.revisions[window.revisions.length - 1]) window.revisions.push(revision);
      window.texts += document.body.textContent;
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    note();
  });
}

async function assert_never_backwards(page) {
  const revisions = await page.evaluate(() => window.revisions);
  assert.deepEqual(revisions, [...revisions].sort((a, b) => a - b));
}

async function assert_accessible(page, where) {
  await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`), [], where);
}

audience_test('a phone goes through a session: stage, clock, reveals, awards, a correction, each once and none too early', { locale: 'zh-CN' }, async (page, server) => {
  await open_results(page, server);
  await page.evaluate(() => (window.same_page = true));
  await watch(page);
  await server.post('stage', { round: 'pm', contestant: 'c1', segment: 'talk' });
  await page.waitForSelector('[data-stage=c1]');
  await page.waitForSelector('[data-next=c2]');
  await server.post('timers/stage/start');
  await page.waitForSelector('[data-clock=running]');
  await until('the clock runs', async () => /^1:5\d$/.test(await page.textContent('.clock')));
  await server.post('timers/stage/pause');
  await page.waitForSelector('[data-clock=paused]');
  await server.post('stage', { round: 'pm', contestant: 'c4', segment: 'talk' });
  await page.waitForSelector('[data-stage=c4]');
  assert.equal(await page.$('[data-next]'), null);

  await page.click('[data-choice=pm]');
  let shown = '';
  for (const contestant of ['c4', 'c2', 'c1']) {
    await server.post('rounds/pm/reveal', { next: true });
    shown = [contestant, shown].filter(Boolean).join();
    await ordered(page, shown);
  }
  // The best is in nothing that the page ever held.
  const held = await page.evaluate(() => window.texts + document.documentElement.innerHTML);
  for (const secret of kSecrets) assert.ok(!held.includes(secret), secret);
  await server.post('rounds/pm/reveal', { next: true });
  await ordered(page, 'c3,c1,c2,c4');
  await page.waitForSelector('[data-award=best]');
  assert.match(await page.textContent('[data-row=c3]'), /88\.68/);

  await server.post('events', final_marks('c1', '9.93', '8.17'));
  await ordered(page, 'c1,c3,c2,c4');
  await page.waitForSelector('[data-row=c1] .notes >> text=已更正');
  assert.match(await page.textContent('[data-row=c1]'), /92\.26/);
  assert.equal(await page.evaluate(() => window.same_page), true);
  await assert_never_backwards(page);
}, kSealed);

audience_test('the server is asked for a picture that holds nothing sealed', {}, async (page, server) => {
  for (const path of ['/results', '/results?round=pm', '/results?contestant=c1', '/results?round=pm&contestant=c3']) {
    const text = await (await fetch(server.url + path)).text();
    for (const secret of kSecrets) assert.ok(!text.includes(secret), `${path}: ${secret}`);
  }
}, kSealed);

audience_test("a contestant's page tells how the total comes about; Back leads back; a link leads there", {}, async (page, server) => {
  await server.post('rounds/pm/reveal', { all: true });
  await open_results(page, server);
  await page.click('[data-choice=pm]');
  await page.click('[data-row=c3] .name');
  const rows = () => page.$$eval('[data-in=pm] tr', (all) => all.map((row) => [...row.children].map((cell) => cell.textContent.trim()).join('|')));
  await page.waitForSelector('[data-person=c3]');
  assert.deepEqual(await rows(), [
    'Criterion|Mark|Weight|Points',
    '内容|8.59|× 6|51.54',
    '表达|9.41|× 4|37.64',
    'Penalty · 超时|||-0.50',
    'Total|88.68',
  ]);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H2');
  const address = page.url();
  await page.goBack();
  await ordered(page, 'c3,c1,c2,c4');
  await page.goto(address);
  await page.waitForSelector('.page[data-phase=live] [data-person=c3]');
  assert.deepEqual((await rows()).length, 5);
}, kSealed);

audience_test('search finds by name, number and unit', {}, async (page, server) => {
  await server.post('events', [...marks('c3', '70'), ...marks('c4', '60')]);
  await open_results(page, server);
  await ordered(page, 'c2,c1,c3,c4');
  for (const [wanted, found] of [['三号', 'c3'], ['4', 'c4'], ['unit 1', 'c1'], ['ＵＮＩＴ', 'c2,c1,c3,c4'], ['nobody', '']]) {
    await page.fill('[name=search]', wanted);
    await ordered(page, found);
    assert.equal(await page.getAttribute('[data-found]', 'data-found'), String(found.split(',').filter(Boolean).length));
  }
  await page.fill('[name=search]', '');
  await ordered(page, 'c2,c1,c3,c4');
});

audience_test('a link is shared: by the phone itself, or else copied', {}, async (page, server, { context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await server.post('events', marks('c3', '70'));
  await open_results(page, server);
  await page.click('[data-choice=village]');
  await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: undefined, configurable: true }));
  await page.click('[data-action=share]');
  await page.waitForSelector('[data-copied]');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${server.url}/results?group=village`);
  await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: async (what) => void (window.shared = what) }));
  await page.click('[data-action=share]');
  assert.equal((await page.evaluate(() => window.shared)).url, `${server.url}/results?group=village`);
  await page.goto(`${server.url}/results?group=village`);
  await page.waitForSelector('.page[data-phase=live] [data-choice=village][aria-current=true]');
  await ordered(page, 'c3');
});

audience_test('without scripts the ranking, the groups and each total can be read, in both languages', { javaScriptEnabled: false }, async (page, server) => {
  await server.post('events', marks('c3', '85'));
  await server.post('stage', { round: 'am', contestant: 'c1' });
  await page.goto(`${server.url}/results`);
  assert.equal(await order(page), 'c2,c3,c1');
  assert.match(await page.textContent('[data-row=c2]'), /90\.00/);
  assert.match(await page.textContent('[data-stage=c1]'), /一号选手/);
  assert.match(await page.textContent('[data-next=c2]'), /二号选手/);
  await page.click('[data-choice=village]');
  assert.equal(await order(page), 'c3');
  assert.match(await page.textContent('[data-row=c3] .rank'), /1$/);
  await page.click('[data-row=c3] .name');
  assert.match(await page.textContent('[data-person=c3]'), /85\.00/);
  await page.click('[data-action=language]');
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  assert.match(await page.textContent('[data-person=c3]'), /总分构成/);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
});

audience_test('one request shows the first picture, styled', kCaught, async (page, server) => {
  await page.route('**/*', (route) => (route.request().resourceType() === 'document' ? route.continue() : route.abort()));
  await page.goto(`${server.url}/results`);
  assert.equal(await order(page), 'c2,c1');
  const shape = await page.$eval('[data-row=c2]', (row) => [getComputedStyle(row).display, row.getBoundingClientRect().width]);
  assert.deepEqual(shape, ['flex', 362]);
});

/** Bytes on the wire, compressed as a browser has them. */
function weigh(url) {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'Accept-Encoding': 'gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part) => (bytes += part.length));
      answer.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

audience_test('the whole page weighs at most 60 kB, with forty contestants in it', {}, async (page, server) => {
  const many = Array.from({ length: 40 }, (_, i) => ({ type: 'contestants', id: `m${i}`, data: { name: `第${i + 10}位选手`, number: String(i + 10), group: i % 2 ? 'office' : 'village', organization: `第${i}街道办事处`, title: '主任' } }));
  await server.post('events', [...many, { ...kFinal, data: { ...kFinal.data, visibility: 'live', contestants: many.map((one) => one.id) } }]);
  await server.post('events', many.flatMap((one, i) => final_marks(one.id, `${5 + (i % 5)}.${10 + i}`, `${4 + (i % 6)}.${50 + i}`)));
  const loaded = new Set();
  page.on('request', (request) => loaded.add(request.url()));
  await open_results(page, server);
  await until('forty rows', async () => (await page.$$('[data-row]')).length === 40);
  await until('the manifest too', async () => [...loaded].some((url) => url.includes('/assets/results.js')));
  const whole = [...loaded].filter((url) => !url.includes('/public/stream'));
  for (const extra of ['/assets/results.webmanifest', '/assets/icon-192.png']) if (!whole.some((url) => url.includes(extra))) whole.push(server.url + extra);
  const bytes = (await Promise.all(whole.map(weigh))).reduce((sum, one) => sum + one, 0);
  console.log(`        ${(bytes / 1024).toFixed(1)} kB in ${whole.length} files`);
  assert.ok(bytes <= kMostBytes, `${bytes} bytes`);
});

audience_test('cut off, the page says as of when, also opened anew; healed, it is current', {}, async (page, server, { context }) => {
  await open_results(page, server);
  await page.evaluate(() => navigator.serviceWorker.ready);
  // Once more, now through the service worker, which keeps what it hands out.
  await page.reload();
  await page.waitForSelector('.page[data-phase=live]');
  await page.reload();
  await page.waitForSelector('.page[data-phase=live]');
  await server.post('events', marks('c1', '95'));
  await ordered(page, 'c1,c2');
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  await until('the document is kept', () => page.evaluate(async () => {
    const kept = await (await caches.open('leitai-results-document')).match('/api/v1/public/results');
    return kept && JSON.stringify(await kept.json()).includes('95.00');
  }));
  await server.end('SIGKILL');
  await page.waitForSelector('[data-link=cut]');
  assert.match(await page.textContent('[data-link]'), /As of \d\d:\d\d/);
  await page.reload();
  await page.waitForSelector('[data-link=cut]');
  await ordered(page, 'c1,c2');
  await watch(page);
  await server.start();
  await server.post('events', marks('c2', '97'));
  await page.waitForSelector('[data-link=live]');
  await ordered(page, 'c2,c1');
  await assert_never_backwards(page);
  await context.setOffline(false);
});

audience_test('where the house is full, the page asks for the document instead', kCaught, async (page, server) => {
  await page.route('**/api/v1/public/stream*', (route) => route.fulfill({ status: 503, headers: { 'Retry-After': '60' }, body: '' }));
  await page.goto(`${server.url}/results`);
  await page.waitForSelector('.page[data-phase=polling]');
  await server.post('events', marks('c1', '95'));
  await ordered(page, 'c1,c2');
});

audience_test('an older document, an older change and a change out of turn are not shown', kCaught, async (page, server) => {
  const documents = '**/api/v1/public/results';
  const old = await server.get('public/results');
  await server.post('events', marks('c1', '95'));
  const now = await server.get('public/results');
  let streams = 0;
  const event = (data) => `data: ${JSON.stringify(data)}\n\n`;
  const wrong = { show: now.show, patch: [{ op: 'replace', path: '/contest/name', value: 'WRONG' }] };
  const events = [
    event(old),
    event({ ...wrong, revision: old.revision, previous: old.revision - 1 }),
    event({ ...wrong, revision: now.revision + 5, previous: now.revision + 4 }),
    event({ ...wrong, show: '2001-01-01T00:00:00.000Z', revision: now.revision + 1, previous: now.revision }),
  ].join('');
  await page.route('**/api/v1/public/stream*', (route) => {
    streams += 1;
    return route.fulfill({ status: 200, contentType: 'text/event-stream', body: events });
  });
  await page.route(documents, (route) => route.fulfill({ json: old }));
  await page.goto(`${server.url}/results`);
  await ordered(page, 'c1,c2');
  await watch(page);
  await until('told a few times', () => streams > 3);
  assert.equal(await order(page), 'c1,c2');
  assert.ok(!(await page.evaluate(() => window.texts)).includes('WRONG'));
  await assert_never_backwards(page);
  await page.unroute(documents);
  await page.unroute('**/api/v1/public/stream*');
  await server.post('events', marks('c2', '97'));
  await ordered(page, 'c2,c1');
});

audience_test('another show takes the place of the one before', kCaught, async (page, server) => {
  await open_results(page, server);
  await ordered(page, 'c2,c1');
  const other = { ...(await server.get('public/results')), show: '2099-01-01T00:00:00.000Z', revision: 1, contest: { name: 'Another show' } };
  await page.route('**/api/v1/public/stream*', (route) => route.fulfill({ contentType: 'text/event-stream', body: `data: ${JSON.stringify(other)}\n\n` }));
  await page.route('**/api/v1/public/results', (route) => route.fulfill({ json: other }));
  await server.end('SIGKILL');
  await page.waitForSelector('h1 >> text=Another show');
});

audience_test('it can be installed', {}, async (page, server, { context }) => {
  await open_results(page, server);
  const session = await context.newCDPSession(page);
  const { errors, data } = await session.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  assert.equal(JSON.parse(data).start_url, '/results');
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.map((one) => one.errorId).filter((id) => id !== 'in-incognito'), []);
});

for (const colorScheme of ['light', 'dark']) {
  for (const locale of ['en-US', 'zh-CN']) {
    audience_test(`axe finds nothing, ${colorScheme}, ${locale}: ranking, stage, awards, a contestant, cut off`, { colorScheme, locale }, async (page, server) => {
      await server.post('rounds/pm/reveal', { all: true });
      await server.post('stage', { round: 'pm', contestant: 'c2', segment: 'talk' });
      await server.call('PATCH', 'contestants/c4', { withdrawn: true });
      await open_results(page, server);
      await page.waitForSelector('[data-award=best]');
      await assert_accessible(page, 'ranking');
      await page.click('[data-row=c3] .name');
      await page.waitForSelector('[data-person=c3]');
      await assert_accessible(page, 'contestant');
      await page.goBack();
      await server.end('SIGKILL');
      await page.waitForSelector('[data-link=cut]');
      await assert_accessible(page, 'cut off');
    }, kSealed);
  }
}
