// SPDX-License-Identifier: GPL-2.0-or-later
import { useRef, useState } from 'preact/hooks';
import { address_of, type Place } from './place';
import type { Strings } from './strings';

const kToldMs = 2500;

/** Hands the link to the phone's own sharing, or else copies it. */
export function Share({ text, title, place }: { text: Strings; title: string; place: Place }) {
  const [copied, set_copied] = useState(false);
  const timer = useRef(0);
  const share = async () => {
    const url = new URL(address_of(place, false), location.href).href;
    if (navigator.share) {
      // Who changes their mind is no fault.
      await navigator.share({ title, url }).catch(() => undefined);
      return;
    }
    if (!(await copy(url))) return;
    set_copied(true);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => set_copied(false), kToldMs);
  };
  return (
    <button type="button" class="tool" data-action="share" onClick={() => void share()}>
      {text.share}
      <span class={copied ? 'toast' : 'unseen'} role="status" data-copied={copied || undefined}>
        {copied ? text.copied : ''}
      </span>
    </button>
  );
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without a secure connection there is only the old way.
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}
