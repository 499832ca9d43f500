// SPDX-License-Identifier: GPL-2.0-or-later
import { render } from 'preact';
import { apply_language, initial_language, type Language } from '../shared/language';
import { PublicFeed } from './feed';
import { Results } from './results';

const asked = new URLSearchParams(location.search).get('lang');
const language: Language = asked === 'zh' || asked === 'en' ? asked : initial_language();
apply_language(language);

/** The document that the server drew the first picture from. */
function first_document(): unknown {
  try {
    return JSON.parse(document.getElementById('first')?.textContent ?? 'null');
  } catch {
    return null;
  }
}

const root = document.getElementById('app');
if (root) {
  const feed = new PublicFeed();
  let drawn = false;
  // The server's picture stands until there is something to put in its place.
  feed.watch(() => {
    if (drawn || (!feed.document && feed.phase === 'connecting' && root.childElementCount > 0)) return;
    drawn = true;
    root.replaceChildren();
    render(<Results language={language} feed={feed} />, root);
  });
  void feed.run(first_document());
}
navigator.serviceWorker?.register('/results-worker.js', { scope: '/results' }).catch(() => undefined);
