// SPDX-License-Identifier: GPL-2.0-or-later
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { kToken } from './server.mjs';

const kPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export function launch() {
  const executablePath = process.env.LEITAI_CHROMIUM ?? kPlaces.find(existsSync);
  if (!executablePath) throw new Error('no Chromium: install the package "chromium", or name it in LEITAI_CHROMIUM');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens a page in a context of its own, runs `body`, and sees to it that the page broke no rule. */
export async function with_page(browser, options, body) {
  const { width = 1280, height = 720, locale = 'en-US', ...rest } = options;
  const context = await browser.newContext({ viewport: { width, height }, locale, ...rest });
  const page = await context.newPage();
  const faults = [];
  const hosts = new Set();
  page.on('pageerror', (error) => faults.push(`uncaught: ${error}`));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.setDefaultTimeout(15_000);
  try {
    await body(page, { context, hosts });
  } finally {
    await context.close();
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

/** The control page of a server, logged in and live. */
export async function open_control(page, server) {
  await page.goto(`${server.url}/control#token=${encodeURIComponent(kToken)}`);
  await live(page);
}

export async function open_results(page, server) {
  await page.goto(`${server.url}/results`);
  await page.waitForSelector('.page[data-phase=live]');
}

export function live(page) {
  return page.waitForSelector('.console[data-phase=live]');
}

/** Is anything drawn in the program picture? */
export function picture_drawn(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector('.preview canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, i) => i % 4 === 3 && value > 0);
  });
}
