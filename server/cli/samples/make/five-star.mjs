// SPDX-License-Identifier: GPL-2.0-or-later
// Qingdao's five-star party branches, 2022: six kinds of branches, on site and then before the city; the first 100 are named.
import { clockOf, halves, segment, starsFrom } from './lib/contest.mjs';
import { drawn } from './lib/draw.mjs';
import { Random, decimal } from './lib/random.mjs';
import { Show, numbered, upTo } from './lib/show.mjs';
import { awarded } from './lib/standings.mjs';

const districts = ['市南区', '市北区', '李沧区', '崂山区', '西海岸新区', '城阳区', '即墨区', '胶州市', '平度市', '莱西市'];
const kinds = [
  { id: 'village', name: '农村党支部', short_name: '农村', places: districts.slice(3) },
  { id: 'community', name: '城市社区党支部', short_name: '社区', places: districts },
  { id: 'state', name: '国有企业党支部', short_name: '国企', places: districts },
  { id: 'economy', name: '非公企业和社会组织党支部', short_name: '两新', places: districts },
  { id: 'office', name: '机关党支部', short_name: '机关', places: districts },
  { id: 'school', name: '学校党支部', short_name: '学校', places: districts },
];
const ofEach = 30;
const through = 20;
const named = 100;
const drawSeed = 20220930;

const branch = (number) => numbered('b', number, 180);
const branchesOf = (index) => upTo(ofEach).map((each) => branch(index * ofEach + each));
const judges = upTo(9).map((index) => `j${index}`);

function contest(show) {
  show.event(0, 'contest', 'contest', {
    name: '青岛市五星级党支部擂台比武',
    subtitle: '2022年',
    locale: 'zh-CN',
    time_zone: 'Asia/Shanghai',
    note: '六类党支部各30个、晋级名额、评委人数、评分标准、权重（现场 0.6、所获荣誉 0.2、平台日常记录 0.2）、星级分数线和全部分数均为示例自拟；比武过程压缩为两分钟。',
  });
  kinds.forEach(({ id, name, short_name }, index) => show.event(0, 'groups', id, { name, short_name, order: index + 1 }));
  kinds.forEach(({ id, short_name, places }, index) =>
    branchesOf(index).forEach((contestant, each) => {
      const number = index * ofEach + each + 1;
      show.event(0, 'contestants', contestant, {
        name: `${number}号党支部`,
        number: String(number),
        group: id,
        organization: places[each % places.length],
        title: `${short_name}党支部书记`,
      });
    }),
  );
  judges.forEach((id, index) =>
    show.event(0, 'people', id, { name: `${index + 1}号评委`, organization: '青岛市', title: '现场评审', role: 'judge' }),
  );
  show.event(0, 'messages', 'm1', { text: '六类党支部同台比武：农村、社区、国企、两新、机关、学校', priority: 1 });
  show.event(0, 'messages', 'm2', { text: '市级擂台总分 = 现场评分 × 0.6 + 所获荣誉 × 0.2 + 平台日常记录 × 0.2', priority: 1 });
  show.event(0, 'messages', 'm3', { text: '总分前100名命名为五星级党支部', priority: 1 });
}

const talk = segment('talk', '现场比武', 'contestant', 300000, 60000, 30000);
const site = {
  name: '现场比武',
  order: 1,
  visibility: 'sealed',
  contestants: kinds.flatMap((_, index) => branchesOf(index)),
  segments: [talk],
  scoring: {
    method: 'marks',
    trim: 'judge_total',
    criteria: [
      { id: 'build', name: '组织建设', min: '0', max: '30', step: '0.5' },
      { id: 'effect', name: '作用发挥', min: '0', max: '40', step: '0.5' },
      { id: 'show', name: '现场展示', min: '0', max: '30', step: '0.5' },
    ],
    panels: [{ id: 'jury', name: '现场评委', judges: judges.slice(0, 7), drop_high: 1, drop_low: 1 }],
    tie_break: [{ by: 'manual' }],
  },
  quota: { groups: Object.fromEntries(kinds.map(({ id }) => [id, through])) },
};
const given = (name, order, contestants) => ({
  name,
  order,
  state: 'open',
  visibility: 'live',
  contestants,
  scoring: { method: 'given', round_to: { total: 1 } },
});
const city = {
  name: '市级擂台',
  order: 4,
  visibility: 'sealed',
  confirm: true,
  segments: [talk],
  scoring: {
    method: 'marks',
    criteria: [{ id: 'total', name: '现场评分', min: '0', max: '100', step: '0.1', weight: '0.6' }],
    panels: [{ id: 'jury', name: '市级评委', judges, drop_high: 1, drop_low: 1 }],
    carry: [
      { round: 'honours', weight: '0.2' },
      { round: 'platform', weight: '0.2' },
    ],
    tie_break: [{ by: 'carry', round: 'honours' }, { by: 'carry', round: 'platform' }, { by: 'manual' }],
    stars: starsFrom('60', '70', '80', '86', '90'),
  },
  quota: { total: named },
};

function siteMarks(show, random, at, contestant, ability) {
  for (const judge of judges.slice(0, 7)) {
    const mark = (most) => halves(random, most, ability, 60);
    show.event(at, 'scores', `s-${contestant}-${judge}`, {
      round: 'site',
      contestant,
      judge,
      marks: { build: mark(30), effect: mark(40), show: mark(30) },
    });
  }
}

function onSite(show, random, ability) {
  show.event(0, 'rounds', 'site', { ...site, state: 'open' });
  show.title(1000, 5600, {
    kicker: '2022年',
    title: '五星级党支部\n擂台比武',
    subtitle: '青岛市 · 六类党支部现场比武 现场亮分',
  });
  show.bug(6000, 24000, '青岛五星级党支部擂台比武');
  show.turn(6500, 16000, {
    round: 'site',
    contestant: branch(1),
    segment: 'talk',
    clock: { label: '现场比武', duration_ms: 20000, warn_ms: 14500, danger_ms: 3000 },
  });
  siteMarks(show, random, 16200, branch(1), ability.get(branch(1)));
  show.call(16800, 'rounds/site/reveal', { contestant: branch(1) });
  show.panel(16400, 24000, 'score-card', { bind: { score: { round: 'site', contestant: branch(1) } } });
  kinds.forEach((_, index) =>
    branchesOf(index).forEach((id, each) => {
      if (id !== branch(1)) siteMarks(show, random, 17000 + 5500 * index + 100 * Math.floor(each / 10), id, ability.get(id));
    }),
  );
  show.decideCuts(24200, 'site');
  kinds.forEach(({ id, name }, index) => {
    const at = 24500 + 5500 * index;
    show.call(at, 'rounds/site/reveal', { group: id });
    show.take(at + 100, 'ranking', {
      bind: { round: 'site', group: id, limit: through },
      data: { subtitle: `${name} 晋级名单` },
    });
  });
  show.out(57500, 40);
}

function beforeCity(show, random, ability) {
  const best = awarded(show.store(), 'site');
  const order = drawn(best, drawSeed);
  const component = (round, id, spread) =>
    show.event(58000, 'totals', `${round}-${id}`, {
      round,
      contestant: id,
      total: decimal(Math.min(1000, random.around(ability.get(id) + 20, spread)), 1),
    });
  show.title(58000, 62300, { kicker: '晋级', title: '市级擂台', subtitle: `${best.length}个党支部再比武 · 前${named}名命名` });
  show.event(58000, 'rounds', 'honours', given('所获荣誉', 2, order));
  show.event(58000, 'rounds', 'platform', given('平台日常记录', 3, order));
  for (const id of order) component('honours', id, 90);
  for (const id of order) component('platform', id, 60);
  show.event(58000, 'rounds', 'city', { ...city, state: 'planned' });
  show.call(58100, 'rounds/city/order', { ranking: { round: 'site', awarded: true }, draw: { seed: drawSeed } });
  show.event(58200, 'rounds', 'city', { ...city, state: 'open', contestants: order, outcome_of: 'site' });
  show.panel(62800, 71000, 'running-order', { bind: { running_order: 'city' }, data: { subtitle: '抽签决定出场顺序' } });

  show.bug(71500, 84000, '青岛五星级党支部擂台比武');
  show.panel(71300, 84000, 'ticker', { bind: { messages: true }, data: { label: '比武规则' } });
  show.turn(71800, 84000, { round: 'city', contestant: order[0], segment: 'talk', clock: clockOf(talk) });
  order.forEach((contestant, index) =>
    judges.forEach((judge) =>
      show.event(72500 + 500 * Math.floor(index / 10), 'scores', `c-${contestant}-${judge}`, {
        round: 'city',
        contestant,
        judge,
        marks: { total: decimal(Math.min(1000, random.around(ability.get(contestant), 30)), 1) },
      }),
    ),
  );
  show.call(84000, 'rounds/city/confirm', { all: true });
  // Only who is named is published.
  show.decideCuts(84100, 'city');
  for (const contestant of awarded(show.store(), 'city')) show.call(84200, 'rounds/city/reveal', { contestant });
  show.panel(84600, 104000, 'ranking', {
    bind: { round: 'city', limit: named },
    data: { subtitle: `五星级党支部 前${named}名` },
  });
  show.event(103500, 'awards', 'model', {
    name: '五星级党支部标兵',
    citation: '总分前六名',
    round: 'city',
    contestants: awarded(show.store(), 'city').slice(0, 6),
  });
  show.call(103500, 'stage', { clear: true });
  show.panel(104600, 112500, 'awards', {
    bind: { awards: 'city' },
    data: { title: '五星级党支部标兵', subtitle: '青岛市 2022年' },
  });
  show.empty(113000);
  show.take(113300, 'title', {
    data: { kicker: '青岛市 2022年', title: `首批${named}个五星级党支部`, subtitle: '比出来的五星 亮出来的榜样' },
  });
  show.event(117000, 'rounds', 'city', { ...city, state: 'closed', contestants: order, outcome_of: 'site' });
}

export function fiveStar() {
  const show = new Show();
  const random = new Random(2022100);
  const ability = new Map(upTo(180).map((number) => [branch(number), random.around(880, 90)]));
  contest(show);
  onSite(show, random, ability);
  beforeCity(show, random, ability);
  return show;
}
