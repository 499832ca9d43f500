// SPDX-License-Identifier: GPL-2.0-or-later
// What is shown stands in the page's address, so that a link shows the same, and Back leads back.
import { useEffect, useState } from 'preact/hooks';

export interface Place {
  round: string | null;
  group: string | null;
  contestant: string | null;
}

export const kNowhere: Place = { round: null, group: null, contestant: null };

export function read_place(): Place {
  const query = new URLSearchParams(location.search);
  return { round: query.get('round'), group: query.get('group'), contestant: query.get('contestant') };
}

/** The address of a place; the language stays what it was chosen to be in the address. */
export function address_of(place: Place, keep_language = true): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(place)) if (value) query.set(name, value);
  const language = new URLSearchParams(location.search).get('lang');
  if (keep_language && language) query.set('lang', language);
  const text = query.toString();
  return text ? `${location.pathname}?${text}` : location.pathname;
}

export function usePlace(): [Place, (place: Place) => void] {
  const [place, set_place] = useState(read_place);
  useEffect(() => {
    const moved = () => set_place(read_place());
    window.addEventListener('popstate', moved);
    return () => window.removeEventListener('popstate', moved);
  }, []);
  const go = (next: Place) => {
    // Other rows of the same ranking replace it; a contestant's page can be left by Back.
    if (next.contestant === place.contestant) history.replaceState(null, '', address_of(next));
    else history.pushState(null, '', address_of(next));
    set_place(next);
  };
  return [place, go];
}

/** A click that the browser should follow by itself: a new tab, a download. */
export function is_plain_click(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
