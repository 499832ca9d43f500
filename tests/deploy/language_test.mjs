// SPDX-License-Identifier: GPL-2.0-or-later
// Every viewer has the first picture in a language of theirs from one request, scripts or none.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Engine, Leitai, sealed_contest, until } from './audience.mjs';

let engine, leitai;

before(async () => {
  engine = await Engine.create();
  leitai = await Leitai.create(engine);
  await leitai.call('POST', 'events', sealed_contest());
  await leitai.reveal('c1');
});

after(async () => {
  await leitai?.remove();
  engine?.down();
});

/** What a reader without scripts sees, but for the time of day. */
async function read(base, address, accepted) {
  // fetch would name a language of its own.
  const response = await fetch(`${base}${address}`, { headers: { 'Accept-Language': accepted, 'Accept-Encoding': 'identity' } });
  assert.equal(response.status, 200, `${address} ${accepted}`);
  assert.match(response.headers.get('vary'), /Accept-Language/);
  const text = await response.text();
  return {
    text,
    language: /<html lang="([a-zA-Z-]+)">/.exec(text)[1],
    body: /<div id="app">[\s\S]*<\/div>\s*<script/.exec(text)[0].replace(/<p class="link first"[\s\S]*?<\/p>/, ''),
  };
}
const nginx = () => `http://127.0.0.1:${engine.port}`;
const kWishes = [
  'zh', 'zh-CN', 'zh-CN,zh;q=0.9,en;q=0.8', 'ZH-tw', 'en', 'en-GB,zh;q=0.5', 'fr, zh;q=0.8, en;q=0.7', 'fr;q=1,de,en,zh', 'fr', '*', ', ,zh', 'zhx', 'xzh, zh-Hant',
  'fr-zh', 'enm, zh', `${'a, '.repeat(300)}zh`, `${' '.repeat(900)}${'a ,'.repeat(300)}z`,
];

test('the picture is in the language that Leitai would choose', async () => {
  await until('the revealed one is published', async () => (await read(nginx(), '/results', 'en')).body.includes('1号选手'));
  for (const address of ['/results', '/results?lang=zh', '/results?lang=en', '/results?lang=fr', '/results?lang=', '/results?lang=ZH', '/results?round=r&lang=zh']) {
    for (const accepted of kWishes) {
      const mine = await read(nginx(), address, accepted);
      const own = await read(leitai.url, address.replace('round=r&', ''), accepted);
      assert.equal(mine.language, own.language, `${address} ${accepted}`);
      assert.equal(mine.body, own.body, `${address} ${accepted}`);
    }
  }
});

test('both languages have the ranking itself, and links keep a language that was chosen', async () => {
  const english = await read(nginx(), '/results', 'en');
  const chinese = await read(nginx(), '/results', 'zh');
  assert.equal(english.language, 'en');
  assert.equal(chinese.language, 'zh-CN');
  for (const { body } of [english, chinese]) assert.ok(body.includes('1号选手'));
  assert.notEqual(english.body, chinese.body);
  assert.ok(english.text.includes('href="/results?lang=zh"'), 'the other language is a link away');
  const chosen = await read(nginx(), '/results?lang=zh', 'en');
  assert.equal(chosen.language, 'zh-CN');
  assert.ok(/href="\/results\?contestant=c1&amp;lang=zh"/.test(chosen.body), 'and stays');
  assert.ok(/href="\/results\?contestant=c1"/.test(chinese.body));
});

test('what lies between may keep one picture for each language, and no other', async () => {
  for (const accepted of ['en', 'zh']) {
    const first = await fetch(`${nginx()}/results`, { headers: { 'Accept-Language': accepted } });
    const etag = first.headers.get('etag');
    await first.text();
    const again = (language) => fetch(`${nginx()}/results`, { headers: { 'Accept-Language': language, 'If-None-Match': etag } });
    assert.equal((await again(accepted)).status, 304);
    assert.equal((await again(accepted === 'en' ? 'zh' : 'en')).status, 200);
  }
});
