// SPDX-License-Identifier: GPL-2.0-or-later
// From the key to the program's picture: printed, not judged, as the machine may have other things to do.
import assert from 'node:assert/strict';
import { control_test, line, rundown_events } from './control_page.mjs';
import { until } from './harness.mjs';

const kTimes = 15;

/** Presses Space and answers after how many milliseconds the program shows another picture. */
function key_to_picture(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const canvas = document.querySelector('[data-monitor=program] canvas');
        const context = canvas.getContext('2d');
        const pixels = () => context.getImageData(0, 0, canvas.width, canvas.height).data;
        const before = pixels();
        const began = performance.now();
        const draw = context.drawImage;
        context.drawImage = function (...given) {
          draw.apply(this, given);
          // Comparing takes longer than drawing: it is not part of what is measured.
          const drawn = performance.now();
          const after = pixels();
          if (after.every((value, i) => value === before[i])) return;
          delete context.drawImage;
          resolve(drawn - began);
        };
        window.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }));
      }),
  );
}

control_test('a key press is in the program picture soon', { events: rundown_events() }, async (page, server) => {
  await page.waitForSelector(`${line('open')}[aria-selected=true]`);
  await page.keyboard.press('ArrowDown');
  const times = [];
  for (let i = 0; i < kTimes; i += 1) {
    await page.waitForSelector('[data-monitor=program][data-picture=current]');
    times.push(await key_to_picture(page));
    await page.waitForSelector('[data-layer="20"][data-state=on]');
    await page.keyboard.press('F1');
    await page.waitForSelector('[data-layer="20"]', { state: 'detached' });
    await until('it is out', async () => Object.keys(await server.layers()).length === 0);
    // A key that is pressed again at once counts as a bounce.
    await page.waitForTimeout(400);
  }
  times.sort((a, b) => a - b);
  assert.equal(times.length, kTimes);
  const at = (share) => times[Math.floor(share * (kTimes - 1))].toFixed(0);
  console.log(`        key press to program picture: p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, of ${kTimes}`);
});
