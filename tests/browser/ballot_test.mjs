// SPDX-License-Identifier: GPL-2.0-or-later
// The ballot on a phone: in dead spots, in two tabs, with another's code, locked in between; and the operator's panel.
import assert from 'node:assert/strict';
import { assert_accessible } from './axe.mjs';
import { with_page } from './browser.mjs';
import { control_test } from './control_page.mjs';
import { test, until } from './harness.mjs';

const kPhone = { width: 390, height: 844, isMobile: true, hasTouch: true };

/** Content in whole points, delivery in halves at twice the weight; and a vote of the hall. */
function ballot_events() {
  const criteria = [
    { id: 'content', name: '内容', min: '0', max: '10', step: '1', weight: '1' },
    { id: 'voice', name: '表达', min: '0', max: '10', step: '0.5', weight: '2' },
  ];
  const contestants = ['c1', 'c2', 'c3', 'c4'];
  return [
    { type: 'rounds', id: 'am', data: { name: '第一轮', order: 1, contestants, scoring: { method: 'marks', criteria } } },
    {
      type: 'rounds',
      id: 'vote',
      data: {
        name: '人气投票',
        order: 2,
        contestants,
        scoring: { method: 'votes', max_choices: 2, panels: [{ id: 'hall', judges: '@audience' }] },
      },
    },
  ];
}

async function code_for(server, person) {
  return (await server.post('ballots/codes', { person })).codes[0];
}

/** What stands behind the "#" of a personal link, at the server's address. */
function link_of(server, code) {
  return `${server.url}/ballot${new URL(code.link).hash}`;
}

function live(page) {
  return page.waitForSelector('.page[data-phase=live]');
}

async function open_ballot(page, server, code) {
  await page.goto(link_of(server, code));
  await live(page);
}

/** A judge's phone with c2 on stage. */
function judge_test(name, options, body) {
  test(name, async ({ browser, show, done }) => {
    const server = await show(ballot_events());
    try {
      await server.post('stage', { round: 'am', contestant: 'c2' });
      await with_page(browser, { ...kPhone, ...options }, async (page, more) => {
        const code = await code_for(server, 'j1');
        await open_ballot(page, server, code);
        await page.waitForSelector('[data-sheet=c2]');
        await body(page, server, { ...more, browser, code });
      });
    } finally {
      await done();
    }
  });
}

async function mark(page, content, halves_up = 0) {
  await page.click(`[data-criterion=content] [data-mark="${content}"]`);
  await page.fill('[data-criterion=voice] .typed input', '8');
  for (let i = 0; i < halves_up; i += 1) await page.click('[data-criterion=voice] [data-action=more]');
}

function fate(page, what) {
  return page.waitForSelector(`[data-fate=${what}]`);
}

/** The judge's marks as the server has them, "content/voice". */
async function held(server, contestant, judge = 'j1') {
  const scores = await server.get('scores');
  const own = scores.find((score) => score.contestant === contestant && score.judge === judge);
  return own?.marks ? `${own.marks.content}/${own.marks.voice}` : '';
}

async function scores_written(server) {
  const feed = await fetch(`${server.url}/api/v1/event-feed?stream=false`, {
    headers: { Authorization: 'Bearer a-token-for-the-browser-tests' },
  });
  return (await feed.text()).split('\n').filter((line) => line.includes('"type":"scores"')).length;
}

async function control_row(server, judge = 'j1') {
  return (await server.get('ballots?round=am')).round.judges.find((one) => one.id === judge);
}

judge_test('marks are tapped, added up exactly, sent, and answered with a receipt that the operator sees', {}, async (page, server, { code }) => {
  assert.equal(page.url(), `${server.url}/ballot`);
  assert.equal(await page.textContent('h1'), '评委甲');
  assert.ok(await page.isDisabled('[data-action=send]'));
  assert.equal((await control_row(server)).cells.c2.state, 'seen');
  await mark(page, 9, 1);
  assert.equal(await page.textContent('.total'), '26');
  await page.focus('[data-criterion=voice] .pad');
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => document.querySelector('.total').textContent === '25');
  await page.click('[data-action=send]');
  await fate(page, 'sent');
  assert.equal(await held(server, 'c2'), '9/8.0');
  const cell = (await control_row(server)).cells.c2;
  assert.equal(cell.state, 'sent');
  assert.equal(await page.getAttribute('[data-fate=sent]', 'data-position'), String(cell.position));
  assert.match(await page.textContent('.receipt code'), /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  assert.ok(code.code.length === 6);
});

judge_test('what was sent is changed until it is locked, and goes on after the lock is opened', {}, async (page, server) => {
  await mark(page, 9);
  await page.click('[data-action=send]');
  await fate(page, 'sent');
  await page.click('[data-criterion=content] [data-mark="7"]');
  await page.click('[data-action=drop]');
  await fate(page, 'sent');
  await page.click('[data-criterion=content] [data-mark="6"]');
  await page.click('[data-action=send]');
  await until('changed', async () => (await held(server, 'c2')) === '6/8');
  await server.post('ballots/lock', { round: 'am' });
  await page.waitForSelector('[data-note=locked]');
  assert.ok(await page.isDisabled('[data-criterion=content] [data-mark="7"]'));
  await server.post('ballots/reopen', { round: 'am', judge: 'j1' });
  await page.waitForSelector('[data-note=locked]', { state: 'detached' });
  await page.click('[data-criterion=content] [data-mark="5"]');
  await page.click('[data-action=send]');
  await until('changed again', async () => (await held(server, 'c2')) === '5/8');
});

judge_test('in a dead spot marks wait on the phone, and go once when the network is back', {}, async (page, server, { context }) => {
  await context.setOffline(true);
  await page.waitForSelector('.page[data-phase=lost]');
  await mark(page, 8);
  await page.click('[data-action=send]');
  await fate(page, 'pending');
  await page.click('[data-criterion=content] [data-mark="9"]');
  await page.click('[data-action=send]');
  await fate(page, 'pending');
  await page.click('[data-contestant=c1]');
  await page.waitForSelector('[data-sheet=c1]');
  await mark(page, 4);
  await page.click('[data-action=send]');
  await fate(page, 'pending');
  assert.equal(await held(server, 'c2'), '');
  await context.setOffline(false);
  await fate(page, 'sent');
  await until('both arrived', async () => (await held(server, 'c2')) === '9/8' && (await held(server, 'c1')) === '4/8');
  assert.equal(await scores_written(server), 2);
});

judge_test('a tab that is closed with marks on their way loses nothing, drafts included', {}, async (page, server, { context }) => {
  await context.setOffline(true);
  await page.waitForSelector('.page[data-phase=lost]');
  await mark(page, 8);
  await page.click('[data-action=send]');
  await fate(page, 'pending');
  await page.click('[data-contestant=c1]');
  await page.click('[data-criterion=content] [data-mark="3"]');
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(`${server.url}/ballot`);
  await live(again);
  await until('sent by the new tab', async () => (await held(server, 'c2')) === '8/8');
  await again.click('[data-contestant=c1]');
  await again.waitForSelector('[data-criterion=content] [data-mark="3"][aria-pressed=true]');
  assert.equal(await held(server, 'c1'), '');
  assert.equal(await scores_written(server), 1);
});

judge_test('an answer that is lost on its way makes no second mark', {}, async (page, server, { context }) => {
  let lost = 0;
  await context.route('**/api/v1/ballot/marks', async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await mark(page, 8);
  await page.click('[data-action=send]');
  await fate(page, 'sent');
  assert.equal(lost, 1);
  assert.equal(await held(server, 'c2'), '8/8');
  assert.equal(await scores_written(server), 1);
});

judge_test('two tabs of one judge agree, in what is tapped, sent and received', {}, async (page, server, { context }) => {
  const second = await context.newPage();
  await second.goto(`${server.url}/ballot`);
  await live(second);
  await page.click('[data-criterion=content] [data-mark="7"]');
  await second.waitForSelector('[data-criterion=content] [data-mark="7"][aria-pressed=true]');
  await second.fill('[data-criterion=voice] .typed input', '6.5');
  await second.click('[data-action=send]');
  await fate(second, 'sent');
  await fate(page, 'sent');
  assert.equal(await page.textContent('.receipt code'), await second.textContent('.receipt code'));
  await context.setOffline(true);
  await page.waitForSelector('.page[data-phase=lost]');
  await page.click('[data-criterion=content] [data-mark="1"]');
  await page.click('[data-action=send]');
  await second.click('[data-criterion=content] [data-mark="2"]');
  await second.click('[data-action=send]');
  await context.setOffline(false);
  await until('the later one holds', async () => (await held(server, 'c2')) === '2/6.5');
  await fate(page, 'sent');
  await page.waitForSelector('[data-criterion=content] [data-mark="2"][aria-pressed=true]');
  assert.equal(await held(server, 'c2'), '2/6.5');
});

judge_test("a judge's code opens on no other device until it is released, and then ends here", {}, async (page, server, { browser, code }) => {
  await with_page(browser, kPhone, async (other) => {
    await other.goto(`${server.url}/ballot`);
    await other.fill('#code', code.code);
    await other.click('form button[type=submit]');
    await other.waitForFunction(() => document.querySelector('[data-report]').textContent.includes('another device'));
    assert.equal((await control_row(server)).code.refused.count, 1);
    await live(page);
    await server.post(`ballots/codes/${code.id}/release`);
    await page.waitForSelector('.entry [role=alert]');
    await other.fill('#code', code.code);
    await other.click('form button[type=submit]');
    await live(other);
    await other.waitForSelector('[data-sheet=c2]');
  });
});

judge_test('marks that meet a lock are told, kept, and go when it is opened', {}, async (page, server, { context }) => {
  await context.setOffline(true);
  await page.waitForSelector('.page[data-phase=lost]');
  await mark(page, 8);
  await page.click('[data-action=send]');
  await fate(page, 'pending');
  await server.post('ballots/lock', { round: 'am' });
  await context.setOffline(false);
  await page.waitForSelector('[data-trouble=locked]');
  assert.equal(await held(server, 'c2'), '');
  await server.post('ballots/reopen', { round: 'am' });
  await fate(page, 'sent');
  assert.equal(await held(server, 'c2'), '8/8');
});

judge_test('marks that somebody else changed meanwhile are not overwritten unasked', {}, async (page, server, { context }) => {
  await mark(page, 8);
  await page.click('[data-action=send]');
  await fate(page, 'sent');
  await context.setOffline(true);
  await page.waitForSelector('.page[data-phase=lost]');
  await page.click('[data-criterion=content] [data-mark="3"]');
  await page.click('[data-action=send]');
  await fate(page, 'pending');
  const own = (await server.get('scores')).find((score) => score.contestant === 'c2');
  await server.call('PATCH', `scores/${own.id}`, { marks: { content: '5' } });
  await context.setOffline(false);
  await page.waitForSelector('[data-trouble=changed]');
  assert.equal(await held(server, 'c2'), '5/8');
  await page.click('[data-action=insist]');
  await fate(page, 'sent');
  assert.equal(await held(server, 'c2'), '3/8');
});

judge_test('the stage is followed, but not away from marks that are half done', {}, async (page, server) => {
  await server.post('stage', { round: 'am', contestant: 'c3' });
  await page.waitForSelector('[data-sheet=c3]');
  await page.click('[data-criterion=content] [data-mark="8"]');
  await server.post('stage', { round: 'am', contestant: 'c4' });
  await page.waitForSelector('[data-action=to-stage]');
  await page.waitForSelector('[data-sheet=c3]');
  await page.click('[data-action=to-stage]');
  await page.waitForSelector('[data-sheet=c4]');
  await page.waitForSelector('[data-contestant=c3][data-state=draft]');
});

judge_test('an absent judge is told, and a mark out of range is not sent', {}, async (page, server) => {
  await page.click('[data-criterion=content] [data-mark="8"]');
  await page.fill('[data-criterion=voice] .typed input', '10.5');
  await page.waitForSelector('[data-criterion=voice] [role=alert]');
  assert.ok(await page.isDisabled('[data-action=send]'));
  await page.fill('[data-criterion=voice] .typed input', '9.3');
  assert.ok(await page.isDisabled('[data-action=send]'));
  await server.post('ballots/absent', { round: 'am', judge: 'j1' });
  await page.waitForSelector('[data-note=absent]');
});

judge_test('a phone that has no stream goes on by itself after the ballot could not be reached', {}, async (page, server) => {
  const body = JSON.stringify({ type: 'about:blank', title: 'Service Unavailable', status: 503 });
  const refuse = (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', headers: { 'Retry-After': '1' }, body });
  await page.route('**/api/v1/ballot/stream', refuse);
  await page.reload();
  await live(page);
  await page.route('**/api/v1/ballot', refuse);
  await page.waitForSelector('.page[data-phase=lost]');
  await page.unroute('**/api/v1/ballot');
  await live(page);
  await server.post('stage', { round: 'am', contestant: 'c3' });
  await page.waitForSelector('[data-sheet=c3]');
});

test('one of the audience votes, changes it, abstains, and has one ballot on the phone', async ({ browser, show, done }) => {
  const server = await show(ballot_events());
  const { codes } = await server.post('ballots/codes', { round: 'vote', count: 2 });
  const ballots = async () => (await server.get('scores')).filter((score) => score.round === 'vote').map((score) => score.choices.join());
  await with_page(browser, kPhone, async (page) => {
    await page.goto(`${server.url}/ballot`);
    await page.fill('#code', codes[0].code);
    await page.click('form button[type=submit]');
    await live(page);
    await page.click('[data-candidate=c1]');
    await page.click('[data-candidate=c3]');
    assert.ok(await page.isDisabled('[data-candidate=c2]'));
    await page.click('[data-action=send]');
    await fate(page, 'sent');
    assert.deepEqual(await ballots(), ['c1,c3']);
    await page.click('[data-candidate=c1]');
    await page.click('[data-action=send]');
    await until('changed', async () => (await ballots()).join() === 'c3');
    await fate(page, 'sent');
    await page.click('[data-candidate=c3]');
    await page.click('[data-action=send]');
    await page.click('[data-action=send]');
    await fate(page, 'sent');
    assert.deepEqual(await ballots(), ['']);
    await page.goto(link_of(server, codes[1]));
    await page.waitForFunction(() => document.querySelector('[data-report]')?.textContent.includes('already'));
    await assert_accessible(page, 'refused');
    await page.click('[data-action=back]');
    await live(page);
  });
  await done();
});

test('a wrong code is told, and too many of them are told to wait', async ({ browser, show, done }) => {
  const server = await show(ballot_events());
  const { code } = await code_for(server, 'j1');
  const wrong = code.startsWith('9') ? `0${code.slice(1)}` : `9${code.slice(1)}`;
  await with_page(browser, { ...kPhone, locale: 'zh-CN' }, async (page) => {
    await page.goto(`${server.url}/ballot`);
    const tried = [];
    for (let i = 0; i < 6; i += 1) {
      await page.fill('#code', wrong);
      const answered = page.waitForResponse('**/ballots/enter');
      await page.click('form button[type=submit]');
      tried.push((await answered).status());
      await page.waitForFunction((words) => document.querySelector('[data-report]').textContent.includes(words), i < 5 ? '号码不对' : '次数过多');
    }
    assert.deepEqual(tried, [403, 403, 403, 403, 403, 429]);
  });
  await done();
});

for (const colorScheme of ['light', 'dark']) {
  for (const locale of ['en-US', 'zh-CN']) {
    judge_test(`axe finds nothing on the ballot, ${colorScheme}, ${locale}, whatever is shown`, { colorScheme, locale }, async (page, server, { context }) => {
      await assert_accessible(page, 'untouched');
      await mark(page, 8, 1);
      await assert_accessible(page, 'marked');
      await page.click('[data-action=send]');
      await fate(page, 'sent');
      await assert_accessible(page, 'sent');
      await context.setOffline(true);
      await page.waitForSelector('.page[data-phase=lost]');
      await page.click('[data-criterion=content] [data-mark="1"]');
      await page.click('[data-action=send]');
      await fate(page, 'pending');
      await assert_accessible(page, 'offline');
      await server.post('ballots/lock', { round: 'am' });
      await context.setOffline(false);
      await page.waitForSelector('[data-trouble=locked]');
      await assert_accessible(page, 'locked');
    });
  }
}

control_test("the operator's panel makes a code, shows who is there, locks and marks as absent", { events: ballot_events() }, async (page, server, { context }) => {
  await server.post('stage', { round: 'am', contestant: 'c2' });
  await page.click('.menu summary');
  await page.click('[data-action=ballots]');
  await page.waitForSelector('[data-judge=j1][data-state=no_code]');
  await page.click('[data-judge=j1] [data-action=make-code]');
  const link = await page.getAttribute('.slip', 'data-link');
  assert.ok(link.startsWith(`${server.url}/ballot#code=`));
  await with_page(context.browser(), kPhone, async (phone) => {
    await phone.goto(link);
    await live(phone);
    await page.waitForSelector('[data-judge=j1][data-state=connected] [data-cell=seen]');
    await assert_accessible(page, 'ballots');
    await mark(phone, 9);
    await phone.click('[data-action=send]');
    await page.waitForSelector('[data-judge=j1] [data-cell=sent]');
    await page.click('[data-judge=j1] [data-action=lock]');
    await phone.waitForSelector('[data-note=locked]');
    await page.click('[data-judge=j1] [data-action=reopen]');
    await phone.waitForSelector('[data-note=locked]', { state: 'detached' });
    await page.click('[data-action=lock-round]');
    await phone.waitForSelector('[data-note=locked]');
  });
  await page.waitForSelector('[data-judge=j1][data-state=away]');
  await page.click('[data-judge=j2] [data-action=absent]');
  await page.waitForSelector('[data-judge=j2] [data-cell=absent]');
  await page.click('[data-judge=j2] [data-action=present]');
  await page.waitForSelector('[data-judge=j2] [data-cell=absent]', { state: 'detached' });
  await page.selectOption('.dialog-ballots select', 'vote');
  await page.fill('.ballot-audience input', '3');
  await page.click('[data-action=make-codes]');
  await page.waitForFunction(() => document.querySelectorAll('.slip').length === 3);
  await page.waitForFunction(() => document.querySelector('[data-audience]').textContent.startsWith('3 '));
  await assert_accessible(page, 'slips');
});
