// SPDX-License-Identifier: GPL-2.0-or-later
import { recall, remember } from './remember';

const kKey = 'leitai.token';

/** From "#token=…", a whole address with it, a line of the log, or the bare token. */
export function token_of(text: string): string {
  const named = /token=([^&\s]+)/.exec(text);
  return named?.[1] ? decode(named[1]) : text.trim();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Takes the token from the address's fragment, which it removes: it must stay neither in the
 *  history nor on a screen that others see. */
export function take_token(): string | null {
  if (/[#&]token=/.test(location.hash)) {
    const token = token_of(location.hash.slice(1));
    history.replaceState(null, '', location.pathname + location.search);
    if (token) keep_token(token);
  }
  return recall_token();
}

let current: string | null = null;

export function keep_token(token: string | null): void {
  current = token;
  remember(kKey, token);
}

function recall_token(): string | null {
  return current ?? recall(kKey);
}
