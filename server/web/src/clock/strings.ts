// SPDX-License-Identifier: GPL-2.0-or-later
import type { Language } from '../shared/language';

const en = {
  page: "Speaker's clock",
  lost: 'No connection. This time may be wrong.',
  rehearsal: 'REHEARSAL',
  no_clock: 'No clock',
  idle: 'ready',
  normal: '',
  paused: 'paused',
  warning: 'come to an end',
  danger: 'last seconds',
  overtime: 'time is over',
};

export type Strings = typeof en;

const zh: Strings = {
  page: '发言计时',
  lost: '连接中断，时间可能不准。',
  rehearsal: '彩排',
  no_clock: '没有计时',
  idle: '准备',
  normal: '',
  paused: '暂停',
  warning: '请准备结束',
  danger: '即将到时',
  overtime: '时间到',
};

export function strings(language: Language): Strings {
  return language === 'zh' ? zh : en;
}
