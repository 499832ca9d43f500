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

/** Is anything drawn in a monitor's picture? */
export function picture_drawn(page, monitor = 'program') {
  return page.evaluate((name) => {
    const canvas = document.querySelector(`[data-monitor=${name}] canvas`);
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, i) => i % 4 === 3 && value > 0);
  }, monitor);
}

/** Presses Tab until the focus is where it is wanted: by the keyboard alone, as some operators must. */
export async function tab_to(page, selector) {
  for (let presses = 0; presses < 250; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${selector}`);
}

/** Adds latency to everything that the page asks for. */
export async function slow_down(context, page, latency_ms) {
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latency_ms,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
}
