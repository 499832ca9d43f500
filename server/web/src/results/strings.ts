// SPDX-License-Identifier: GPL-2.0-or-later
// words.json holds the texts: the server draws the first picture with the same.
import type { Language } from '../shared/language';
import words from './words.json';

export type Strings = typeof words.en;

export function strings(language: Language): Strings {
  return words[language];
}

/** "As of {time}" with {time: '14:03'}. */
export function filled(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
