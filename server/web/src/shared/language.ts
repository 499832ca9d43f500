// SPDX-License-Identifier: GPL-2.0-or-later
import { recall, remember } from './remember';

export type Language = 'en' | 'zh';
const kKey = 'leitai.language';

/** The one chosen on this device, or else the browser's. */
export function initial_language(): Language {
  const chosen = recall(kKey);
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function choose_language(language: Language): void {
  remember(kKey, language);
  apply_language(language);
}

export function apply_language(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

/** "14:03" or "14:03:22", in the viewer's own time zone. */
export function time_of_day(ms: number, seconds: boolean): string {
  const date = new Date(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  const text = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return seconds ? `${text}:${two(date.getSeconds())}` : text;
}
