// SPDX-License-Identifier: GPL-2.0-or-later
import type { Language } from '../shared/language';

const en = {
  results: 'Results',
  other_language: '中文',
  live: 'Live',
  rehearsal: 'Rehearsal: these results are invented',
  connecting: 'Connecting…',
  as_of: (time: string) => `As of ${time}. No connection: trying again.`,
  on_stage: 'On stage now',
  everybody: 'Everybody',
  rounds: 'Rounds',
  groups: 'Groups',
  nothing: 'No results are out yet. They appear here by themselves.',
  final: 'Final',
  provisional: 'So far',
  rank: 'Rank',
  total: 'Total',
  up: (places: number) => `up ${places}`,
  down: (places: number) => `down ${places}`,
  under_review: 'under review',
  corrected: 'corrected',
  awarded: 'winner',
  withdrawn: 'withdrawn',
  announce: (rank: string, name: string, total: string) => `${name}: rank ${rank}, ${total}`,
  changed: 'The ranking has changed',
};

export type Strings = typeof en;

const zh: Strings = {
  results: '成绩',
  other_language: 'English',
  live: '实时',
  rehearsal: '彩排：以下成绩均为虚构',
  connecting: '正在连接…',
  as_of: (time) => `截至 ${time}，连接中断，正在重试。`,
  on_stage: '正在台上',
  everybody: '全部',
  rounds: '轮次',
  groups: '组别',
  nothing: '成绩尚未公布，公布后会自动显示。',
  final: '最终成绩',
  provisional: '当前成绩',
  rank: '名次',
  total: '总分',
  up: (places) => `上升 ${places} 位`,
  down: (places) => `下降 ${places} 位`,
  under_review: '复核中',
  corrected: '已更正',
  awarded: '获奖',
  withdrawn: '退赛',
  announce: (rank, name, total) => `${name}，第 ${rank} 名，${total} 分`,
  changed: '排名有变化',
};

export function strings(language: Language): Strings {
  return language === 'zh' ? zh : en;
}
