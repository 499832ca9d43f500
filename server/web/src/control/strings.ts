// SPDX-License-Identifier: GPL-2.0-or-later
import type { Language } from '../shared/language';
import { en, type Strings } from './strings_en';
import { zh } from './strings_zh';

export type { Strings };

export function strings(language: Language): Strings {
  return language === 'zh' ? zh : en;
}
