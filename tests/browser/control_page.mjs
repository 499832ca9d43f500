// SPDX-License-Identifier: GPL-2.0-or-later
import { open_control, with_page } from './browser.mjs';
import { test } from './harness.mjs';

/** A fresh show, its control page live; the show is removed afterwards. */
export function control_test(name, options, body) {
  test(name, async ({ browser, show, done }) => {
    const { events = [], server: server_options = {}, ...page_options } = options;
    const server = await show(events, server_options);
    try {
      await with_page(browser, page_options, async (page, more) => {
        await open_control(page, server);
        await body(page, server, more);
      });
    } finally {
      await done();
    }
  });
}

/** Somebody in the list of people. */
export const person = (id) => `[data-contestant=${id}]`;
/** A line of the rundown. */
export const line = (id) => `[data-cue=${id}]`;

/** Cues of the small contest, in a rundown. */
export function rundown_events() {
  const cues = {
    open: { name: '开场', template: 'title', data: { title: '擂台比武' } },
    lower: { template: 'lower-third', bind: { contestant: 'c1' } },
    corner: { name: '角标', template: 'bug', data: { text: '直播' } },
  };
  return [
    ...Object.entries(cues).map(([id, data]) => ({ type: 'cues', id, data })),
    { type: 'rundown', id: 'rundown', data: { items: Object.keys(cues) } },
  ];
}

/** The rundown's ids as the page shows them. */
export function shown_rundown(page) {
  return page.$$eval('[data-cue]', (rows) => rows.map((row) => row.dataset.cue).join(' '));
}
