// SPDX-License-Identifier: GPL-2.0-or-later
// Qingdao, third quarter of 2022: ten districts compared in three areas; four boards, made of one round.
import { clockOf, segment, starsFrom } from './lib/contest.mjs';
import { Random, decimal } from './lib/random.mjs';
import { Show, numbered, upTo } from './lib/show.mjs';
import { standings } from './lib/standings.mjs';

const districts = ['市南区', '市北区', '李沧区', '崂山区', '西海岸新区', '城阳区', '即墨区', '胶州市', '平度市', '莱西市'];
const areas = [
  { id: 'economy', name: '经济运行', weight: '0.4' },
  { id: 'projects', name: '项目落地', board: '项目签约落地', weight: '0.3' },
  { id: 'renewal', name: '城市更新', weight: '0.3' },
];
const ids = upTo(10).map((number) => numbered('d', number, 10));
const judges = upTo(5).map((index) => `e${index}`);

function contest(show) {
  show.event(0, 'contest', 'contest', {
    name: '青岛市三季度擂台比武',
    subtitle: '2022年第三季度',
    locale: 'zh-CN',
    time_zone: 'Asia/Shanghai',
    note: '三个领域的权重（0.4、0.3、0.3）、五人评审组、星级分数线、两个季度的全部分数和发言五分钟均为示例自拟；会议压缩为一分半钟。',
  });
  districts.forEach((name, index) => {
    show.event(0, 'people', `leader-${ids[index]}`, {
      name: `${index + 1}号发言人`,
      organization: name,
      title: '主要负责同志',
      role: 'guest',
    });
    show.event(0, 'contestants', ids[index], { name, number: String(index + 1), supporter: `leader-${ids[index]}` });
  });
  judges.forEach((id, index) =>
    show.event(0, 'people', id, { name: `${index + 1}号评审`, organization: '考核评审组', role: 'judge' }),
  );
}

const quarter = (name, order, more) => ({
  name,
  order,
  contestants: ids,
  scoring: {
    method: 'marks',
    criteria: areas.map(({ id, name, weight }) => ({ id, name, weight, min: '0', max: '100', step: '0.1' })),
    panels: [{ id: 'assessors', name: '考核评审组', judges }],
    round_to: { criterion: 2, total: 2 },
    tie_break: [{ by: 'criteria', ids: ['economy'] }, { by: 'manual' }],
    stars: starsFrom('60', '75', '82', '86', '90'),
  },
  ...more,
});
const speech = segment('speech', '现场发言', 'supporter', 300000, 60000, 30000);
const speeches = {
  name: '现场发言',
  order: 3,
  segments: [speech],
  scoring: { method: 'given' },
  note: '按三季度名次依次发言、依次就座；不打分。',
};

function marks(show, random, at, round, strength) {
  for (const contestant of ids) {
    for (const judge of judges) {
      const mark = ({ id }) => [id, decimal(Math.min(1000, random.around(strength.get(contestant).get(id), 25)), 1)];
      const given = Object.fromEntries(areas.map(mark));
      show.event(at, 'scores', `${round}-${contestant}-${judge}`, { round, contestant, judge, marks: given });
    }
  }
}

function strengths(random, from) {
  return new Map(
    ids.map((id) => [
      id,
      new Map(areas.map((area) => [area.id, from ? random.around(from.get(id).get(area.id), 40) : random.around(860, 90)])),
    ]),
  );
}

/** Four boards from one round: each area's own, and the total with its stars. */
function boards(show) {
  const outcome = [
    { id: 'total', name: '综合得分', kind: 'decimal' },
    { id: 'stars', name: '星级', kind: 'stars' },
  ];
  for (const { id, name, board = name } of areas) {
    show.event(32000, 'boards', id, {
      name: `三季度 ${board}`,
      unit: '分',
      source: { round: 'q3', by: { criterion: id } },
      columns: [{ id, name, kind: 'bar' }, ...outcome],
    });
  }
  show.event(32000, 'boards', 'overall', {
    name: '三季度 综合榜',
    unit: '分',
    source: { round: 'q3', by: 'total' },
    columns: [...areas.map(({ id, name }) => ({ id, name, kind: 'decimal' })), ...outcome],
  });
}

function onScreen(show) {
  show.title(1000, 5600, {
    kicker: '2022年第三季度',
    title: '擂台比武 以实绩论英雄',
    subtitle: '青岛市十个区市 · 经济运行 项目签约落地 城市更新',
  });
  show.panel(6000, 31000, 'ranking', { bind: { round: 'q3' }, data: { subtitle: '与二季度相比' } });
  upTo(10).forEach((index) => show.call(7000 + 1800 * index, 'rounds/q3/reveal', { next: true }));
  boards(show);
  [...areas.map(({ id }) => id), 'overall'].forEach((board, index) => {
    show.take(32500 + 7000 * index, 'board', { bind: { board }, data: { subtitle: '青岛市' } });
  });
  show.out(60500, 44);
}

function afterwards(show) {
  const { rows } = standings(show.store(), 'q3');
  const order = rows.map(({ contestant }) => contestant);
  show.event(60800, 'rounds', 'speeches', { ...speeches, state: 'planned' });
  show.call(60900, 'rounds/speeches/order', { ranking: { round: 'q3' } });
  show.event(61000, 'rounds', 'speeches', { ...speeches, state: 'open', contestants: order, outcome_of: 'q3' });
  show.panel(61200, 68500, 'running-order', { bind: { running_order: 'speeches' }, data: { subtitle: '按名次发言、就座' } });
  show.bug(69000, 91500, '青岛市三季度擂台比武');
  const turn = (from, until, contestant, data) =>
    show.turn(from, until, {
      round: 'speeches',
      contestant,
      segment: 'speech',
      speaker: { person: '@stage' },
      data,
      clock: clockOf(speech),
    });
  turn(69200, 76500, order[0], { tag: '第1名' });
  turn(76700, 84000, order.at(-1), { tag: '第10名' });
  show.panel(84500, 91500, 'versus', {
    bind: { versus: { round: 'q3', a: order[0], b: order[1] } },
    data: { title: '三季度 前两名' },
  });
  show.call(91600, 'stage', { clear: true });
  show.empty(92000);
  show.take(92300, 'title', { data: { kicker: '青岛市', title: '四季度 再比一场', subtitle: '擂台比武 以实绩论英雄' } });
  show.event(96000, 'rounds', 'speeches', { ...speeches, state: 'closed', contestants: order, outcome_of: 'q3' });
}

export function districtsQuarter() {
  const show = new Show();
  const random = new Random(20223);
  const before = strengths(random);
  contest(show);
  show.event(0, 'rounds', 'q2', quarter('二季度', 1, { state: 'closed', visibility: 'live' }));
  marks(show, random, 0, 'q2', before);
  show.event(
    100,
    'rounds',
    'q3',
    quarter('三季度', 2, { state: 'open', visibility: 'sealed', reveal_ranks: 'final', compare_to: 'q2' }),
  );
  marks(show, random, 200, 'q3', strengths(random, before));
  onScreen(show);
  afterwards(show);
  return show;
}
