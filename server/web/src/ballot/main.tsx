// SPDX-License-Identifier: GPL-2.0-or-later
import { render } from 'preact';
import { apply_language, initial_language } from '../shared/language';
import { App } from './app';
import { keep_code } from './shelf';

/** Takes the code from the address's fragment, which it removes: it must stay neither in the history nor on a screen. */
function take_code(): void {
  const found = /[#&]code=([^&\s]+)/.exec(location.hash);
  if (!found?.[1]) return;
  history.replaceState(null, '', location.pathname + location.search);
  keep_code(found[1]);
}

take_code();
const language = initial_language();
apply_language(language);
const root = document.getElementById('app');
if (root) render(<App language={language} take_code={take_code} />, root);
