// SPDX-License-Identifier: GPL-2.0-or-later
import type { Language } from '../shared/language';

const en = {
  page: 'Board',
  picture: 'What is on air',
  lost: 'Connection lost',
};

export type Strings = typeof en;

const zh: Strings = {
  page: '大屏',
  picture: '当前播出画面',
  lost: '连接中断',
};

export function strings(language: Language): Strings {
  return language === 'zh' ? zh : en;
}
