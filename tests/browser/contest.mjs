// SPDX-License-Identifier: GPL-2.0-or-later
// A small contest: two groups, four contestants, two judges, one live round with a clock.

export const kPeople = ['一号选手', '二号选手', '三号选手', '四号选手'];

export function contest_events() {
  const contestants = kPeople.map((name, i) => ({
    type: 'contestants',
    id: `c${i + 1}`,
    data: { name, number: String(i + 1), group: i < 2 ? 'office' : 'village', organization: `Unit ${i + 1}`, title: '书记' },
  }));
  return [
    { type: 'contest', id: 'contest', data: { name: '擂台比武', subtitle: '上午场' } },
    { type: 'groups', id: 'office', data: { name: '机关组', short_name: '机关', order: 1 } },
    { type: 'groups', id: 'village', data: { name: '村居组', short_name: '村居', order: 2 } },
    ...contestants,
    { type: 'people', id: 'j1', data: { name: '评委甲', role: 'judge' } },
    { type: 'people', id: 'j2', data: { name: '评委乙', role: 'judge' } },
    {
      type: 'rounds',
      id: 'am',
      data: {
        name: '第一轮',
        order: 1,
        state: 'open',
        visibility: 'live',
        contestants: ['c1', 'c2', 'c3', 'c4'],
        segments: [{ id: 'talk', name: '陈述', speaker: 'contestant', duration_ms: 180000, warn_ms: 30000, danger_ms: 10000, overtime: 'count' }],
        scoring: { method: 'marks', criteria: [{ id: 'total', name: '总分', min: '0', max: '100', step: '0.1', weight: '1' }] },
      },
    },
  ];
}

/** Both judges give the same mark: the total is that mark. */
export function marks(contestant, mark) {
  return ['j1', 'j2'].map((judge) => ({
    type: 'scores',
    id: `${contestant}-${judge}`,
    data: { round: 'am', contestant, judge, marks: { total: mark } },
  }));
}
