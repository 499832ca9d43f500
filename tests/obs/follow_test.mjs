// SPDX-License-Identifier: GPL-2.0-or-later
// Follow mode between two OBS processes: the same picture, the last one held while cut off, the newest once healed.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Obs, startDisplay } from './lib/obs.mjs';
import { compare, decodePng, over } from './lib/pictures.mjs';
import { until } from './lib/process.mjs';

const build = process.env.LEITAI_BUILD;
const scratch = fs.mkdtempSync(path.join(build, 'obs-follow-'));
const size = { width: 640, height: 360 };
const kOverlay = { id: 'leitai_overlay', name: 'Leitai', settings: { channel: 'program' } };

const kHall = [0x80, 0x50, 0x30];
const kColour = { id: 'color_source', versioned_id: 'color_source_v3', name: 'Hall', settings: { color: 0xff305080, ...size } };

let display;
let line;
before(async () => {
  display = await startDisplay(scratch);
});
after(async () => {
  line?.end();
  await display.stop();
  fs.rmSync(scratch, { recursive: true, force: true });
});

/** A line between two programs that can be cut and healed. */
class Line {
  static async to(port) {
    const line = new Line();
    line.open = true;
    line.sockets = new Set();
    line.tries = 0;
    line.server = net.createServer((near) => {
      ++line.tries;
      if (!line.open) {
        near.destroy();
        return;
      }
      const far = net.connect(port, '127.0.0.1');
      for (const [a, b] of [[near, far], [far, near]]) {
        line.sockets.add(a);
        a.on('error', () => {});
        a.on('close', () => {
          line.sockets.delete(a);
          b.destroy();
        });
        a.pipe(b);
      }
    });
    await new Promise((resolve) => line.server.listen(0, '127.0.0.1', resolve));
    line.url = `http://127.0.0.1:${line.server.address().port}`;
    return line;
  }
  cut() {
    this.open = false;
    for (const socket of this.sockets) socket.destroy();
  }
  heal() {
    this.open = true;
  }
  end() {
    this.cut();
    this.server.close();
  }
}

const startObs = (name, leitai, sources = [kColour, kOverlay]) =>
  Obs.start(path.join(scratch, name), { build, display: display.display, ...size, fps: 30, sources, leitai });

const onStage = (picture) => over(picture, kHall);
const sceneOf = async (obs) => onStage(await decodePng(await obs.screenshot('Stage', size), size));

async function whenOn(obs, layer) {
  return until(`layer ${layer} to be on`, async () => {
    const air = await obs.api('GET', '/api/v1/air');
    return air.channels.program.layers[layer]?.state === 'on' && air;
  });
}

/** What the followed one has on air, over the same background. */
async function pictureOf(obs, channel = 'program') {
  return onStage(await decodePng(await obs.api('GET', `/api/v1/preview.png?channel=${channel}&width=${size.width}`), size));
}

const same = (a, b) => compare(a, b, 4).past < 1e-3;

test('a second OBS shows what the first has on air, holds it while cut off, and catches up', async (t) => {
  const first = await startObs('first');
  line = await Line.to(first.port);
  await first.api('POST', '/api/v1/events', [
    { type: 'contestants', id: 'c1', data: { name: '1号选手', title: '负责人' } },
    { type: 'channels', id: 'hall', data: { audience: 'operator', ...size, theme: 'paper' } },
  ]);
  await first.api('POST', '/api/v1/air/take', { template: 'lower-third', bind: { contestant: 'c1' } });
  await whenOn(first, 20);

  const second = await startObs('second', { follow_url: line.url, token: first.token });
  const shown = await pictureOf(first);
  const empty = onStage({ ...size, data: Buffer.alloc(size.width * size.height * 4) });
  assert.ok(!same(shown, empty));
  await until('the second to show it', async () => same(await sceneOf(second), shown));
  await until('the log to tell', () => second.logText().includes(`[leitai] following ${line.url}`));
  assert.ok(!second.logText().includes('the theme here is not'));
  await assert.rejects(fetch(second.url + '/api/v1/health'), 'a follower listens nowhere');
  assert.equal((await second.vendor('take', { template: 'title', data: { title: 'x' } })).status, 503);

  // A photo that was uploaded there, and is in no folder here.
  const photo = await first.api('GET', '/api/v1/preview.png?channel=program&width=320');
  const kept = await fetch(`${first.url}/api/v1/media/c1.png`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${first.token}`, 'Content-Type': 'image/png' },
    body: photo,
  });
  assert.equal(kept.status, 200);
  await first.api('PATCH', '/api/v1/contestants/c1', { photo: 'c1.png' });
  const with_photo = await until('the photo to be on air', async () => {
    const picture = await pictureOf(first);
    return !same(picture, shown) && picture;
  });
  await until('the second to show the photo', async () => same(await sceneOf(second), await pictureOf(first)));
  assert.ok(!same(with_photo, shown));
  assert.ok(!second.logText().includes(first.token));
  await first.api('PATCH', '/api/v1/contestants/c1', { photo: null });
  await until('both to be without it', async () => same(await sceneOf(second), shown) && same(await pictureOf(first), shown));

  line.cut();
  await until('the log to tell of the cut', () => /\[leitai\] cut off from .*the last picture stays/.test(second.logText()));
  await first.api('PATCH', '/api/v1/contestants/c1', { name: '改名选手' });
  await first.api('POST', '/api/v1/air/take', { template: 'title', data: { title: '颁奖' } });
  await whenOn(first, 50);
  const tries = line.tries;
  await until('the second to try again and again', () => line.tries >= tries + 3);
  assert.ok(same(await sceneOf(second), shown), 'the last picture is held');

  line.heal();
  const now = await pictureOf(first);
  assert.ok(!same(now, shown));
  await until('the second to have caught up', async () => same(await sceneOf(second), now));
  t.diagnostic(`${line.tries} connections`);

  // The followed one goes and comes back by itself; a clock that runs goes on running meanwhile.
  await first.api('POST', '/api/v1/air/panic');
  await first.api('PUT', '/api/v1/timers/stage', { label: '演讲', mode: 'down', duration_ms: 600000 });
  await first.api('POST', '/api/v1/timers/stage/start');
  await first.api('POST', '/api/v1/air/take', { template: 'timer', bind: { timer: 'stage' } });
  await whenOn(first, 30);
  await until('the second to show the clock', async () => same(await sceneOf(second), await pictureOf(first)));
  first.child.kill('SIGKILL');
  await first.child.done;
  const before = await sceneOf(second);
  await until('the clock to go on', async () => {
    const later = await sceneOf(second);
    const { past } = compare(later, before, 40);
    return past > 0 && past < 0.05;
  });
  await first.launch();
  await until('both to show the same clock', async () => same(await sceneOf(second), await pictureOf(first)));

  // A channel with a theme of its own, chosen in the source's properties.
  await first.api('POST', '/api/v1/air/take', { channel: 'hall', template: 'lower-third', bind: { contestant: 'c1' } });
  await second.request('SetInputSettings', { inputName: 'Leitai', inputSettings: { channel: 'hall' } });
  await until('the hall channel in its theme', async () => same(await sceneOf(second), await pictureOf(first, 'hall')));
  for (const obs of [second, first]) assert.equal((await obs.quit()).code, 0);
});

test('a follower with another theme, or the wrong token, says so', async () => {
  const first = await startObs('themes-first');
  const second = await startObs('themes-second', { follow_url: `${first.url}/`, token: first.token, theme: 'paper' });
  await until('the log to tell of the theme', () => /\[leitai\] the theme here is not the one of /.test(second.logText()));
  assert.equal((await second.quit()).code, 0);
  const third = await startObs('themes-third', { follow_url: first.url, token: 'not-the-token' });
  await until('the log to tell of the token', () => /\[leitai\] cut off from .*does not take the token/.test(third.logText()));
  assert.equal((await third.quit()).code, 0);
  await first.quit();
});
