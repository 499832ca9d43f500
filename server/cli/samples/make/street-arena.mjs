// SPDX-License-Identifier: GPL-2.0-or-later
// Zhangjialou street, 31 July 2022: the arena of the morning, the horse race of the afternoon.
import { segment } from './lib/contest.mjs';
import { Random, decimal } from './lib/random.mjs';
import { Show, numbered, upTo } from './lib/show.mjs';
import { awarded } from './lib/standings.mjs';

const departments = [
  '党政办公室',
  '党建工作办公室',
  '经济发展办公室',
  '社会事务办公室',
  '应急管理办公室',
  '城乡建设办公室',
  '综合行政执法中队',
  '农业农村服务中心',
  '文化旅游服务中心',
  '便民服务中心',
  '财政审计所',
  '平安法治办公室',
  '退役军人服务站',
];
const zones = ['中心片区', '东部片区', '南部片区', '西部片区', '北部片区'];
const villages = ['东岭村', '西河村', '南湖村', '北楼村', '石河村', '柳沟村', '泉口村', '前庄村', '松山村'];

const jury = [
  { id: 'street', count: 3, name: '街道评委', organization: '张家楼街道党工委、办事处', title: '街道领导' },
  { id: 'peers', count: 4, name: '部门和村评委', organization: '张家楼街道', title: '部门负责人和村党支部书记' },
  { id: 'delegates', count: 3, name: '区代表评委', organization: '区代表团', title: '区党代表、人大代表、政协委员' },
];
const panels = [
  { id: 'street', name: '街道领导', weight: '0.4', judges: judgesOf(jury[0]) },
  { id: 'peers', name: '部门负责人和村党支部书记', weight: '0.3', judges: judgesOf(jury[1]) },
  { id: 'delegates', name: '区党代表、人大代表、政协委员', weight: '0.3', judges: judgesOf(jury[2]) },
];
const morningIds = upTo(23).map(contestantId);
const afternoonIds = upTo(39).map((index) => contestantId(23 + index));
const ballots = 80;
const phones = 40;

function judgesOf({ id, count }) {
  return upTo(count).map((index) => `${id}-${index}`);
}

function contestantId(number) {
  return numbered('c', number, 62);
}

function contest(show) {
  show.event(0, 'contest', 'contest', {
    name: '张家楼街道 擂台比武 选将赛马',
    subtitle: '2022年7月31日',
    locale: 'zh-CN',
    time_zone: 'Asia/Shanghai',
    note: '评审团各组人数与权重、推荐投票的人数、手机评分的人数、发言时长和全部分数均为示例自拟；全天比武压缩为两分多钟，计时按比例缩短。',
  });
  show.event(0, 'groups', 'department', { name: '部门负责人', short_name: '部门', order: 1 });
  show.event(0, 'groups', 'zone', { name: '片区主任', short_name: '片区', order: 2 });
  show.event(0, 'groups', 'village', { name: '村党支部书记', short_name: '村', order: 3 });
  show.event(0, 'groups', 'horse', { name: '选将赛马人选', short_name: '赛马', order: 4 });
}

function people(show) {
  const add = (number, group, organization, title, more = {}) =>
    show.event(0, 'contestants', contestantId(number), {
      name: `${number}号选手`,
      number: String(number),
      group,
      organization,
      title,
      ...more,
    });
  departments.slice(0, 9).forEach((name, index) => add(1 + index, 'department', name, name.endsWith('队') ? '中队长' : '主任'));
  zones.forEach((name, index) => add(10 + index, 'zone', name, '片区主任'));
  villages.forEach((name, index) => add(15 + index, 'village', name, '党支部书记'));
  afternoonIds.forEach((_, index) =>
    add(24 + index, 'horse', departments[index % 13], '业务骨干', { supporter: `head-${1 + (index % 13)}` }),
  );
  departments.forEach((name, index) =>
    show.event(0, 'people', `head-${index + 1}`, {
      name: `${index + 1}号推介人`,
      organization: name,
      title: '负责人',
      role: 'supporter',
    }),
  );
  for (const { id, count, name, organization, title } of jury) {
    for (const index of upTo(count))
      show.event(0, 'people', `${id}-${index}`, { name: `${name}${index}`, organization, title, role: 'judge' });
  }
}

const nomination = {
  name: '选将赛马 推荐投票',
  order: 2,
  question: '39名人选中推荐16名上台',
  visibility: 'running',
  contestants: afternoonIds,
  scoring: { method: 'votes', max_choices: 16, panels: [{ id: 'cadres', name: '全体干部', judges: '@audience' }] },
  quota: { total: 16 },
  note: '推荐方式为示例自拟：80名干部每人至多推荐16名。',
};
const race = {
  name: '选将赛马',
  order: 3,
  visibility: 'running',
  segments: [
    segment('talk', '竞职演讲', 'contestant', 180000, 60000, 15000),
    segment('support', '部门推介', 'supporter', 60000, 20000, 10000),
  ],
  scoring: {
    method: 'marks',
    criteria: [{ id: 'total', name: '现场评分', min: '0', max: '100', step: '1' }],
    panels: [{ id: 'hall', name: '手机评分', judges: '@audience' }],
    round_to: { total: 2 },
  },
  quota: { total: 5 },
  note: '演讲三分钟、推介一分钟为示例自拟；由会场观众用手机小程序打分。',
};

const arena = {
  name: '上午场 擂台比武',
  order: 1,
  contestants: morningIds,
  segments: [segment('talk', '比武汇报', 'contestant', 180000, 60000, 15000)],
  visibility: 'live',
  scoring: {
    method: 'marks',
    criteria: [{ id: 'total', name: '综合得分', min: '0', max: '100', step: '0.01', weight: '1' }],
    panels,
    round_to: { total: 2 },
  },
  quota: { groups: { department: 4, zone: 2, village: 4 } },
  note: '权重为示例自拟：街道领导 0.4，部门负责人和村党支部书记 0.3，区代表 0.3；汇报三分钟亦为自拟。',
};

function rounds(show) {
  show.event(0, 'rounds', 'morning', { ...arena, state: 'open' });
  show.event(0, 'rounds', 'nomination', { ...nomination, state: 'open' });
  show.event(0, 'rounds', 'race', { ...race, state: 'planned' });
}

/** The marks of some of the jury for somebody in the morning. */
function morningMarks(show, random, at, contestant, ability, kinds) {
  for (const { id, count } of jury.filter((each) => kinds.includes(each.id))) {
    for (const index of upTo(count)) {
      const judge = `${id}-${index}`;
      const total = decimal(Math.min(10000, random.around(ability, 150)), 2);
      show.event(at, 'scores', `m-${contestant}-${judge}`, { round: 'morning', contestant, judge, marks: { total } });
    }
  }
}

function overtime(show, at, contestant) {
  show.event(at, 'adjustments', `overtime-${contestant}`, {
    round: 'morning',
    contestant,
    points: '-0.50',
    kind: 'penalty',
    reason: '超时',
  });
}

function morning(show, random) {
  const ability = new Map(morningIds.map((id) => [id, random.around(9250, 450)]));
  const marks = (at, id, kinds = ['street', 'peers', 'delegates']) =>
    morningMarks(show, random, at, id, ability.get(id), kinds);
  const clock = { label: '比武汇报', duration_ms: 9000, warn_ms: 6000, danger_ms: 3000 };
  show.title(1000, 5600, {
    kicker: '张家楼街道 2022年7月31日',
    title: '擂台比武 选将赛马',
    subtitle: '上午场 · 部门负责人、片区主任、村党支部书记同台比武',
  });
  show.bug(6000, 35500, '张家楼街道擂台比武');
  show.turn(6500, 19500, { round: 'morning', contestant: 'c01', segment: 'talk', clock });
  marks(19800, 'c01', ['peers', 'delegates']);
  show.panel(20000, 28000, 'score-card', { bind: { score: { round: 'morning', contestant: 'c01' } } });
  marks(21500, 'c01', ['street']);
  overtime(show, 24000, 'c01');
  show.turn(28300, 35300, { round: 'morning', contestant: 'c10', segment: 'talk', clock: { ...clock, duration_ms: 30000 } });
  for (const id of morningIds.slice(1, 4)) marks(28000, id);
  show.call(35400, 'stage', { round: 'morning', contestant: 'c15', segment: 'talk' });

  show.panel(36000, 57000, 'ranking', { bind: { round: 'morning', limit: 20 } });
  morningIds.slice(4).forEach((id, index) => marks(37500 + 700 * index, id));
  overtime(show, 51500, 'c16');
  show.call(52500, 'air/update', { layer: 40, data: { subtitle: '上午场成绩' } });
  const best = awarded(show.store(), 'morning');
  const names = { department: '优秀部门负责人', zone: '优秀片区主任', village: '优秀村党支部书记' };
  for (const [group, name] of Object.entries(names)) {
    const contestants = best.filter((id) => show.store().get('contestants').get(id).group === group);
    show.event(56000, 'awards', `best-${group}`, { name, round: 'morning', group, contestants });
  }
  show.call(56000, 'stage', { clear: true });
  show.panel(58000, 67500, 'awards', {
    bind: { awards: 'morning' },
    data: { title: '上午场表彰', subtitle: '张家楼街道 擂台比武' },
  });
}

/** 80 ballots of up to 16; the vote grows on the big screen. */
function vote(show, random) {
  const pull = new Map(afternoonIds.map((id) => [id, random.between(2, 40)]));
  const urn = afternoonIds.flatMap((id) => Array(pull.get(id)).fill(id));
  for (const index of upTo(ballots)) {
    const chosen = new Set();
    const most = random.between(12, 16);
    while (chosen.size < most) chosen.add(random.pick(urn));
    const judge = numbered('phone-', index, ballots);
    show.event(73000 + 1300 * Math.floor((index - 1) / 10), 'scores', `v-${judge}`, {
      round: 'nomination',
      judge,
      choices: afternoonIds.filter((id) => chosen.has(id)),
    });
  }
  show.event(84000, 'rounds', 'nomination', { ...nomination, state: 'closed' });
  show.decideCuts(84000, 'nomination');
}

/** Who of the hall marks whom: each phone somebody else's, so that the order moves. */
function raceMarks(show, random, at, contestant, ability, from, to) {
  for (const index of upTo(phones).slice(from, to)) {
    const judge = numbered('phone-', index, ballots);
    const total = String(Math.min(100, random.around(ability, 9)));
    show.event(at, 'scores', `r-${contestant}-${judge}`, { round: 'race', contestant, judge, marks: { total } });
  }
}

function afternoon(show, random) {
  show.title(68500, 72800, { kicker: '下午场', title: '选将赛马', subtitle: '39名人选 · 推荐16名上台 · 现场评出5名优胜' });
  show.panel(73500, 87500, 'vote', { bind: { round: 'nomination' } });
  vote(show, random);
  const order = awarded(show.store(), 'nomination');
  show.call(88000, 'rounds/race/order', { ranking: { round: 'nomination', awarded: true } });
  show.event(88000, 'rounds', 'race', { ...race, state: 'open', contestants: order, outcome_of: 'nomination' });
  show.panel(88500, 98200, 'running-order', { bind: { running_order: 'race' }, data: { subtitle: '按推荐票数出场' } });

  const ability = new Map(order.map((id) => [id, random.between(80, 92)]));
  const marks = (at, id, from, to) => raceMarks(show, random, at, id, ability.get(id), from, to);
  show.bug(98800, 113800, '张家楼街道选将赛马');
  show.turn(99000, 107000, {
    round: 'race',
    contestant: order[0],
    segment: 'talk',
    clock: { label: '竞职演讲', duration_ms: 9000, warn_ms: 6000, danger_ms: 4000 },
  });
  show.panel(101000, 114000, 'qr', {
    data: { title: '扫码打分', subtitle: '手机小程序 现场评分', url: 'https://example.org/zhangjialou/score' },
  });
  show.turn(107200, 113500, {
    round: 'race',
    contestant: order[0],
    segment: 'support',
    speaker: { person: '@stage' },
    data: { tag: '部门推介' },
    clock: { label: '部门推介', duration_ms: 6000, warn_ms: 4000, danger_ms: 2000 },
  });
  marks(105000, order[0], 0, 20);
  marks(111000, order[0], 20, phones);
  show.panel(114800, 131500, 'ranking', { bind: { round: 'race' }, data: { subtitle: '现场评分', cut_after: 5 } });
  order.slice(1).forEach((id, index) => {
    marks(115500 + 700 * index, id, 0, 15);
    marks(116900 + 700 * index, id, 15, phones);
  });
  show.call(116000, 'stage', { round: 'race', contestant: order.at(-1), segment: 'talk' });
  show.event(128500, 'rounds', 'race', { ...race, state: 'closed', contestants: order, outcome_of: 'nomination' });
  show.event(130500, 'awards', 'race-winners', {
    name: '选将赛马优胜',
    citation: '39进16 16进5',
    round: 'race',
    group: 'horse',
    contestants: awarded(show.store(), 'race'),
  });
  show.call(131000, 'stage', { clear: true });
  show.panel(132200, 138500, 'awards', {
    bind: { awards: 'race' },
    data: { title: '选将赛马 现场揭晓', subtitle: '张家楼街道' },
  });
}

export function streetArena() {
  const show = new Show();
  const random = new Random(20220731);
  contest(show);
  people(show);
  rounds(show);
  morning(show, random);
  afternoon(show, random);
  show.empty(139000);
  show.take(139200, 'title', {
    data: { kicker: '张家楼街道', title: '擂台比武 选将赛马', subtitle: '上午10名优秀 · 下午5名优胜' },
  });
  show.event(142500, 'rounds', 'morning', { ...arena, state: 'closed' });
  return show;
}
