// SPDX-License-Identifier: GPL-2.0-or-later
// Bo'ai county: 206 contestants through township heats and a semi-final to five in the final; Lufeng's villages by video
// link; Qidong's 340 new secretaries, compared on five criteria.
import { clockOf, halves, segment } from './lib/contest.mjs';
import { drawn } from './lib/draw.mjs';
import { Random } from './lib/random.mjs';
import { Show, numbered, upTo } from './lib/show.mjs';
import { awarded, standings } from './lib/standings.mjs';

const towns = [
  { id: 'qinghua', name: '清化镇街道', short_name: '清化镇' },
  { id: 'hongchang', name: '鸿昌街道', short_name: '鸿昌' },
  { id: 'baishan', name: '柏山镇', short_name: '柏山' },
  { id: 'yueshan', name: '月山镇', short_name: '月山' },
  { id: 'xuliang', name: '许良镇', short_name: '许良' },
  { id: 'motou', name: '磨头镇', short_name: '磨头' },
  { id: 'xiaojing', name: '孝敬镇', short_name: '孝敬' },
  { id: 'zhaihuo', name: '寨豁乡', short_name: '寨豁' },
  { id: 'jincheng', name: '金城乡', short_name: '金城' },
];
const count = 206;
const newcomers = 340;
const links = 8;
const semiSeed = 206;
const finalSeed = 365;

const bo = (number) => numbered('c', number, count);
const lu = (number) => `l${number}`;
const qi = (number) => numbered('q', number, newcomers);
/** 23 a town, and 22 in the last. */
const townOf = (number) => towns[Math.floor((number - 1) / 23)];
const judges = upTo(15).map((index) => numbered('j', index, 15));

function contest(show) {
  show.event(0, 'contest', 'contest', {
    name: '村党组织书记擂台比武',
    subtitle: '博爱县 · 陆丰市 · 启东市',
    locale: 'zh-CN',
    time_zone: 'Asia/Shanghai',
    note: '各乡镇人数、晋级名额、评委人数、评分标准、时长、陆丰连线村数和全部分数均为示例自拟；三地比武合在一份示例中，过程压缩为三分多钟。',
  });
  towns.forEach((town, index) =>
    show.event(0, 'groups', town.id, { name: town.name, short_name: town.short_name, order: index + 1 }),
  );
  show.event(0, 'groups', 'lufeng', { name: '陆丰市', short_name: '陆丰', order: 20 });
  show.event(0, 'groups', 'qidong', { name: '启东市', short_name: '启东', order: 21 });
  const secretary = (id, number, group, organization, more) =>
    show.event(0, 'contestants', id, {
      name: `${number}号选手`,
      number: String(number),
      group,
      organization,
      title: '村党组织书记',
      ...more,
    });
  upTo(count).forEach((number) => secretary(bo(number), number, townOf(number).id, townOf(number).name));
  upTo(links).forEach((number) => secretary(lu(number), number, 'lufeng', '陆丰市', { remote: true }));
  upTo(newcomers).forEach((number) => secretary(qi(number), number, 'qidong', '启东市'));
  judges.forEach((id, index) => show.event(0, 'people', id, { name: `${index + 1}号评委`, role: 'judge' }));
  ['组织部门', '农业农村部门'].forEach((organization, index) =>
    show.event(0, 'people', `reviewer-${index + 1}`, {
      name: `${index + 1}号点评人`,
      organization,
      title: '现场点评',
      role: 'reviewer',
    }),
  );
}

const talk = segment('talk', '擂台演讲', 'contestant', 300000, 60000, 30000);
const review = (index) => segment(`review-${index}`, '现场点评', `reviewer-${index}`, 120000, 30000, 15000);
const jury = (size, more) => [{ id: 'jury', name: '评委', judges: judges.slice(0, size), ...more }];
const trimmed = { drop_high: 1, drop_low: 1 };
/** What stands on score cards and beside bars. */
const round_to = { criterion: 2, total: 2 };
const criterion = (id, name, max) => ({ id, name, min: '0', max: String(max), step: '0.5' });

const deedsAndSpeech = [criterion('deeds', '履职实绩', 60), criterion('speech', '擂台演讲', 40)];

const rounds = {
  heats: {
    name: '乡镇擂台',
    order: 1,
    visibility: 'sealed',
    contestants: upTo(count).map(bo),
    segments: [talk],
    scoring: {
      method: 'marks',
      criteria: deedsAndSpeech,
      panels: jury(5),
      round_to,
      tie_break: [{ by: 'criteria', ids: ['deeds'] }, { by: 'manual' }],
    },
    quota: { groups: Object.fromEntries(towns.map(({ id }) => [id, 4])) },
  },
  semi: {
    name: '县级半决赛',
    order: 2,
    visibility: 'live',
    segments: [talk],
    scoring: { method: 'marks', trim: 'judge_total', criteria: deedsAndSpeech, panels: jury(7, trimmed) },
    quota: { total: 5 },
  },
  final: {
    name: '县级决赛',
    order: 3,
    visibility: 'sealed',
    segments: [talk, review(1), review(2)],
    scoring: {
      method: 'marks',
      criteria: [criterion('deeds', '履职实绩', 40), criterion('speech', '擂台演讲', 30), criterion('answers', '现场答辩', 30)],
      panels: jury(9, trimmed),
      round_to,
    },
    quota: { total: 1 },
  },
  lufeng: {
    name: '陆丰 村书记视频连线',
    order: 4,
    visibility: 'live',
    contestants: upTo(links).map(lu),
    segments: [talk],
    scoring: { method: 'marks', criteria: [criterion('total', '综合得分', 100)], panels: jury(5) },
  },
  qidong: {
    name: '启东 新任书记擂台比武',
    order: 5,
    visibility: 'sealed',
    contestants: upTo(newcomers).map(qi),
    scoring: {
      method: 'marks',
      criteria: [
        criterion('party', '抓党建', 20),
        criterion('rich', '强产业', 20),
        criterion('rule', '善治理', 20),
        criterion('serve', '优服务', 20),
        criterion('talk', '会表达', 20),
      ],
      panels: jury(15, { drop_high: 2, drop_low: 2 }),
      round_to,
      tie_break: [
        { by: 'criteria', ids: ['party'] },
        { by: 'criteria', ids: ['rich', 'rule'] },
      ],
    },
    quota: { total: 34 },
  },
};

/** Everybody's marks for one contestant: each a share of the criterion's most, in halves. */
function marks(show, random, at, round, contestant, ability) {
  const { criteria, panels } = rounds[round].scoring;
  for (const judge of panels[0].judges) {
    const given = criteria.map(({ id, max }) => [id, halves(random, Number(max), ability, 70)]);
    show.event(at, 'scores', `${contestant}-${judge}${round[0]}`, {
      round,
      contestant,
      judge,
      marks: Object.fromEntries(given),
    });
  }
}

function heats(show, random, ability) {
  show.event(0, 'rounds', 'heats', { ...rounds.heats, state: 'open' });
  show.title(1000, 5600, {
    kicker: '博爱县',
    title: '村党组织书记 擂台比武',
    subtitle: '206名选手 · 乡镇擂台 县级半决赛 县级决赛',
  });
  show.bug(6000, 13500, '博爱县擂台比武');
  show.turn(6300, 13500, { round: 'heats', contestant: bo(1), segment: 'talk', clock: clockOf(talk) });
  upTo(count)
    .map(bo)
    .forEach((id, index) => marks(show, random, 7000 + 250 * Math.floor(index / 12), 'heats', id, ability.get(id)));
  for (const number of [7, 98, 180]) {
    show.event(12000, 'scores', `${bo(number)}-j05h`, { round: 'heats', contestant: bo(number), judge: 'j05', absent: true });
  }
  show.decideCuts(12500, 'heats');
  show.call(12600, 'stage', { clear: true });
  towns.forEach(({ id, name }, index) => {
    const seen = index < 3;
    show.call(seen ? 14000 + 5000 * index : 28500, 'rounds/heats/reveal', { group: id });
    if (seen)
      show.take(14100 + 5000 * index, 'ranking', {
        bind: { round: 'heats', group: id, limit: 10 },
        data: { subtitle: `${name} 前四名晋级`, cut_after: 4 },
      });
  });
  show.take(29000, 'ranking', { bind: { round: 'heats' }, data: { subtitle: `全县${count}名选手` } });
  show.out(42000, 40);
}

function open(show, at, round, contestants, from) {
  show.event(at, 'rounds', round, { ...rounds[round], state: 'open', contestants, outcome_of: from });
}

function semi(show, random, ability) {
  const order = drawn(awarded(show.store(), 'heats'), semiSeed);
  show.title(42500, 46800, { kicker: '博爱县', title: '县级半决赛', subtitle: '36名乡镇擂主登台 · 前5名进决赛' });
  show.event(42600, 'rounds', 'semi', { ...rounds.semi, state: 'planned' });
  show.call(42700, 'rounds/semi/order', { ranking: { round: 'heats', awarded: true }, draw: { seed: semiSeed } });
  open(show, 42800, 'semi', order, 'heats');
  show.panel(47200, 55000, 'running-order', { bind: { running_order: 'semi' }, data: { subtitle: '抽签决定' } });
  show.panel(55500, 72500, 'ranking', { bind: { round: 'semi', limit: 20 }, data: { cut_after: 5 } });
  order.forEach((id, index) => marks(show, random, (index < 6 ? 55200 : 54000) + 400 * index, 'semi', id, ability.get(id)));
  show.decideCuts(70000, 'semi');
}

function final(show, random, ability) {
  const order = drawn(awarded(show.store(), 'semi'), finalSeed);
  show.title(73000, 77000, { kicker: '博爱县', title: '县级决赛', subtitle: '五强登台 · 现场演讲 现场点评 现场亮分' });
  show.event(73100, 'rounds', 'final', { ...rounds.final, state: 'planned' });
  show.call(73200, 'rounds/final/order', { ranking: { round: 'semi', awarded: true }, draw: { seed: finalSeed } });
  open(show, 73300, 'final', order, 'semi');
  show.bug(77300, 112500, '博爱县擂台比武 决赛');
  order.slice(0, 2).forEach((contestant, index) => {
    const at = 77500 + 17500 * index;
    const segment = `review-${index + 1}`;
    show.turn(at, at + 5500, { round: 'final', contestant, segment: 'talk', clock: clockOf(talk) });
    show.turn(at + 5700, at + 10700, {
      round: 'final',
      contestant,
      segment,
      speaker: { person: '@stage' },
      data: { tag: '点评' },
      clock: clockOf(review(index + 1)),
    });
    marks(show, random, at + 10800, 'final', contestant, ability.get(contestant));
    show.call(at + 11800, 'rounds/final/reveal', { contestant });
    show.panel(at + 11000, at + 17000, 'score-card', { bind: { score: { round: 'final', contestant } } });
  });
  order.slice(2).forEach((id) => marks(show, random, 111000, 'final', id, ability.get(id)));
  show.call(112600, 'stage', { clear: true });
  show.panel(113000, 126000, 'ranking', { bind: { round: 'final' }, data: { subtitle: '现场揭晓' } });
  upTo(3).forEach((step) => show.call(113000 + 2500 * step, 'rounds/final/reveal', { next: true }));
  const [first, second, ...others] = standings(show.store(), 'final').rows.map(({ contestant }) => contestant);
  show.panel(126500, 134000, 'versus', {
    bind: { versus: { round: 'final', a: first, b: second } },
    data: { title: '决赛 前两名' },
  });
  show.event(133000, 'awards', 'champion', { name: '县级擂主', round: 'final', contestants: [first] });
  show.event(133000, 'awards', 'others', { name: '擂台能手', round: 'final', contestants: [second, ...others] });
  show.panel(134500, 142500, 'awards', {
    bind: { awards: 'final' },
    data: { title: '博爱县擂台比武', subtitle: '206名选手 · 五强' },
  });
}

function lufeng(show, random) {
  show.event(142900, 'rounds', 'lufeng', { ...rounds.lufeng, state: 'open' });
  show.title(143000, 147000, { kicker: '陆丰市', title: '村书记 视频连线', subtitle: '人在村里 · 带着幻灯片上擂台' });
  show.bug(147300, 156500, '陆丰 视频连线');
  show.turn(147500, 156500, {
    round: 'lufeng',
    contestant: lu(1),
    segment: 'talk',
    data: { tag: '视频连线' },
    clock: { ...clockOf(talk), label: '视频连线' },
  });
  show.panel(157000, 167500, 'ranking', { bind: { round: 'lufeng' }, data: { subtitle: '8个村视频连线' } });
  upTo(links).forEach((number) => marks(show, random, 156600 + 900 * number, 'lufeng', lu(number), random.around(890, 60)));
  show.call(166000, 'stage', { clear: true });
}

function qidong(show, random) {
  show.event(14500, 'rounds', 'qidong', { ...rounds.qidong, state: 'open' });
  upTo(newcomers).forEach((number) => marks(show, random, 15000 + 300 * number, 'qidong', qi(number), random.around(860, 100)));
  show.title(168000, 172000, {
    kicker: '启东市',
    title: '340名新任书记 擂台比武',
    subtitle: '抓党建 强产业 善治理 优服务 会表达 五项全能',
  });
  show.decideCuts(168000, 'qidong');
  show.call(172000, 'rounds/qidong/reveal', { all: true });
  show.panel(172500, 192000, 'ranking', { bind: { round: 'qidong' }, data: { subtitle: `${newcomers}名新任书记` } });
  const [first, second] = standings(show.store(), 'qidong').rows.map(({ contestant }) => contestant);
  show.panel(192500, 200000, 'versus', {
    bind: { versus: { round: 'qidong', a: first, b: second } },
    data: { title: '启东 五项对比' },
  });
  show.empty(200500);
  show.take(200800, 'title', {
    data: { kicker: '博爱 · 陆丰 · 启东', title: '村党组织书记 擂台比武', subtitle: '比实绩 亮家底 谋振兴' },
  });
  show.event(204500, 'rounds', 'qidong', { ...rounds.qidong, state: 'closed' });
}

export function countyFinal() {
  const show = new Show();
  const random = new Random(206340);
  const ability = new Map(upTo(count).map((number) => [bo(number), random.around(870, 90)]));
  contest(show);
  heats(show, random, ability);
  semi(show, random, ability);
  final(show, random, ability);
  lufeng(show, random);
  qidong(show, random);
  return show;
}
