// SPDX-License-Identifier: GPL-2.0-or-later
// localStorage, where the browser grants it; else what is kept lasts as long as the page.

const here = new Map<string, string>();

export function remember(key: string, value: string | null): void {
  here.delete(key);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Blocked, or full.
    if (value !== null) here.set(key, value);
  }
}

export function recall(key: string): string | null {
  try {
    return here.get(key) ?? localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The keys that begin so. */
export function remembered(prefix: string): string[] {
  const keys = new Set(here.keys());
  try {
    for (let i = 0; i < localStorage.length; i += 1) keys.add(localStorage.key(i) ?? '');
  } catch {
    // Blocked: what is here is all.
  }
  return [...keys].filter((key) => key.startsWith(prefix));
}
