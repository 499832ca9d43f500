// SPDX-License-Identifier: GPL-2.0-or-later
// Huangyan, from 1 June: 100 task teams on 92 hard projects, over half a year. A week of data takes 3.2 seconds.
import { halves, starsFrom } from './lib/contest.mjs';
import { Random, decimal } from './lib/random.mjs';
import { Show, numbered, upTo } from './lib/show.mjs';
import { awarded } from './lib/standings.mjs';

const places = [
  '东城街道',
  '南城街道',
  '西城街道',
  '北城街道',
  '新前街道',
  '澄江街道',
  '江口街道',
  '高桥街道',
  '宁溪镇',
  '北洋镇',
  '头陀镇',
  '院桥镇',
  '沙埠镇',
  '屿头乡',
  '上郑乡',
  '富山乡',
  '茅畲乡',
  '上垟乡',
  '平田乡',
  '区住建局',
  '区交通运输局',
  '区自然资源局',
  '区水利局',
  '区教育局',
  '区卫健局',
];
const kinds = [
  { name: '道路改造', unit: '公里' },
  { name: '旧村改造', unit: '户' },
  { name: '园区征迁', unit: '亩' },
  { name: '管网提升', unit: '公里' },
  { name: '河道整治', unit: '公里' },
  { name: '学校扩建', unit: '班' },
  { name: '厂房建设', unit: '万平' },
  { name: '医院迁建', unit: '床' },
];
const teams = 100;
const projects = 92;
const weeks = 26;
const weekMs = 3200;
const begin = 7000;
const middle = 13;

const team = (number) => numbered('t', number, teams);
const weekAt = (week) => begin + weekMs * week;
const reviewers = upTo(5).map((index) => `r${index}`);

/** "6月8日": a week's last day, counted from 1 June. */
function dayOf(week) {
  const date = new Date(Date.UTC(2022, 5, 1 + 7 * week));
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;
}

function contest(show) {
  show.event(0, 'contest', 'contest', {
    name: '黄岩 百队攻坚',
    subtitle: '6月1日至11月30日',
    locale: 'zh-CN',
    time_zone: 'Asia/Shanghai',
    note: '年份、项目类别、目标数、每周进度、评分标准和全部分数均为示例自拟。半年的数据压缩播放：每周3.2秒，日期写在榜名里；真实节目的时间是服务器的时钟。',
  });
  upTo(teams).forEach((number) =>
    show.event(0, 'contestants', team(number), {
      name: `${number}号攻坚队`,
      number: String(number),
      organization: places[(number * 7) % places.length],
      title: '队长',
    }),
  );
  reviewers.forEach((id, index) =>
    show.event(0, 'people', id, { name: `${index + 1}号评审`, organization: '攻坚指挥部', role: 'judge' }),
  );
}

/** Each project's target, and its progress in tenths of a percent for each week. */
function plan(random) {
  return upTo(projects).map((number) => {
    const kind = kinds[number % kinds.length];
    const pace = random.between(19, 38);
    const progress = [0];
    for (const week of upTo(weeks)) progress.push(Math.min(1000, progress[week - 1] + Math.max(0, random.around(pace, 21))));
    return { number, kind, target: random.between(4, 60), progress };
  });
}

function starsOf(progress) {
  return [200, 400, 600, 800, 1000].filter((from) => progress >= from).length;
}

function projectsBoard(list, week) {
  return {
    name: `攻坚项目 ${dayOf(week)}`,
    sort: { by: 'progress', order: 'descending' },
    compare_to: 'projects-before',
    columns: [
      { id: 'goal', name: '目标', kind: 'text' },
      { id: 'done', name: '已完成', kind: 'decimal' },
      { id: 'progress', name: '进度', kind: 'bar' },
      { id: 'stars', name: '星级', kind: 'stars' },
    ],
    rows: list.map(({ number, kind, target, progress }) => ({
      id: numbered('p', number, projects),
      name: `${number}号${kind.name}`,
      cells: {
        goal: `${target}${kind.unit}`,
        done: decimal(Math.floor((target * progress[week]) / 100), 1),
        progress: decimal(progress[week], 1),
        stars: String(starsOf(progress[week])),
      },
    })),
  };
}

/** Teams 93 to 100 stand beside the first eight. */
const projectOf = (list, number) => list[number > projects ? number - projects - 1 : number - 1];

function teamsBoard(list, week) {
  return {
    name: `攻坚队 ${dayOf(week)}`,
    unit: '%',
    sort: { by: 'progress', order: 'descending' },
    compare_to: 'teams-before',
    columns: [
      { id: 'place', name: '牵头单位', kind: 'text' },
      { id: 'project', name: '攻坚项目', kind: 'text' },
      { id: 'progress', name: '进度', kind: 'bar' },
    ],
    rows: upTo(teams).map((number) => {
      const project = projectOf(list, number);
      return {
        id: team(number),
        name: `${number}号攻坚队`,
        cells: {
          place: places[(number * 7) % places.length],
          project: `${project.number}号${project.kind.name}`,
          progress: decimal(project.progress[week], 1),
        },
      };
    }),
  };
}

/** What a board's order was at the month's beginning, for the later ones to be compared to. */
function before({ name, sort, columns, rows }) {
  return {
    name,
    sort,
    columns: columns.filter(({ id }) => id === sort.by),
    rows: rows.map(({ id, cells }) => ({ id, cells: { [sort.by]: cells[sort.by] } })),
  };
}

function halfYear(show, list) {
  for (const week of upTo(weeks)) {
    const at = week === 1 ? 100 : weekAt(week);
    if (week === 1 || week % 4 === 0) {
      show.event(at, 'boards', 'projects-before', before(projectsBoard(list, week)));
      show.event(at, 'boards', 'teams-before', before(teamsBoard(list, Math.max(1, week - 4))));
      show.event(at, 'boards', 'teams', teamsBoard(list, week));
    }
    show.event(at, 'boards', 'projects', projectsBoard(list, week));
    if (week === 1 || week % 4 !== 1) continue;
    const mean = Math.round(list.reduce((sum, { progress }) => sum + progress[week], 0) / projects);
    show.event(at, 'messages', 'count', { text: `截至${dayOf(week)}，92个攻坚项目平均进度${decimal(mean, 1)}%`, priority: 1 });
  }
  show.event(100, 'messages', 'teams', { text: '100支攻坚队 半年攻坚 每周亮晒', priority: 1 });
  show.event(100, 'messages', 'count', { text: '截至6月1日，92个攻坚项目全部开工', priority: 1 });
}

function rounds(show, random, list) {
  const all = upTo(teams).map(team);
  show.event(weekAt(middle), 'rounds', 'mid', {
    name: '年中亮晒',
    order: 1,
    state: 'open',
    visibility: 'live',
    contestants: all,
    scoring: { method: 'given', round_to: { total: 1 } },
    note: '总分为当周项目进度（%）。',
  });
  upTo(teams).forEach((number) =>
    show.event(weekAt(middle), 'totals', `mid-${team(number)}`, {
      round: 'mid',
      contestant: team(number),
      total: decimal(projectOf(list, number).progress[middle], 1),
    }),
  );
  const review = {
    name: '百队攻坚 总评',
    order: 2,
    visibility: 'sealed',
    contestants: all,
    compare_to: 'mid',
    scoring: {
      method: 'marks',
      criteria: [
        { id: 'effort', name: '难度', min: '0', max: '20', step: '0.5' },
        { id: 'effect', name: '实效', min: '0', max: '40', step: '0.5' },
        { id: 'people', name: '群众评价', min: '0', max: '20', step: '0.5' },
      ],
      panels: [{ id: 'command', name: '攻坚指挥部', judges: reviewers }],
      tie_break: [{ by: 'criteria', ids: ['effect'] }, { by: 'criteria', ids: ['people'] }, { by: 'manual' }],
      stars: starsFrom('60', '70', '80', '85', '90'),
    },
    quota: { total: 10 },
    note: '进度按完成比例折合20分，作为加入总分的一项。',
  };
  show.event(weekAt(weeks), 'rounds', 'review', { ...review, state: 'open' });
  for (const number of upTo(teams)) {
    const contestant = team(number);
    const at = weekAt(weeks) + 300 + 100 * Math.floor(number / 20);
    const ability = random.around(720 + Math.floor(projectOf(list, number).progress[weeks] / 5), 45);
    const mark = (most) => halves(random, most, ability, 60);
    for (const judge of reviewers) {
      show.event(at, 'scores', `w-${contestant}-${judge}`, {
        round: 'review',
        contestant,
        judge,
        marks: { effort: mark(20), effect: mark(40), people: mark(20) },
      });
    }
    show.event(at, 'adjustments', `progress-${contestant}`, {
      round: 'review',
      contestant,
      points: decimal(2 * projectOf(list, number).progress[weeks], 2),
      kind: 'component',
      reason: '项目进度',
    });
  }
  return review;
}

function onScreen(show, review) {
  show.title(1000, 5600, { kicker: '6月1日 启动', title: '百队攻坚', subtitle: '黄岩 · 100支攻坚队 92个攻坚项目 半年见分晓' });
  show.panel(6000, 38500, 'board', { bind: { board: 'projects' }, data: { subtitle: '每周亮晒' } });
  show.bug(39000, 47500, '黄岩 百队攻坚');
  show.panel(39000, 47500, 'ticker', { bind: { messages: true }, data: { label: '攻坚快报' } });
  show.take(39500, 'lower-third', { bind: { contestant: team(1) }, data: { tag: '攻坚一线' }, for: 7500 });
  show.panel(40000, 47500, 'qr', {
    data: { title: '扫码看进度', subtitle: '92个项目 每周更新', url: 'https://example.org/huangyan/projects' },
  });
  show.panel(48000, 64500, 'board', { bind: { board: 'teams' }, data: { subtitle: '每月亮晒' } });
  show.panel(65000, 92500, 'board', { bind: { board: 'projects' }, data: { subtitle: '每周亮晒' } });
  show.decideCuts(weekAt(weeks) + 1000, 'review');
  show.title(93000, 97000, { kicker: '11月30日', title: '百队攻坚 总评', subtitle: '难度 实效 群众评价 项目进度' });
  show.call(97000, 'rounds/review/reveal', { all: true });
  show.panel(97500, 115500, 'ranking', { bind: { round: 'review' }, data: { subtitle: '与年中相比' } });
  show.event(115000, 'awards', 'vanguard', {
    name: '攻坚先锋队',
    citation: '总评前六名',
    round: 'review',
    contestants: awarded(show.store(), 'review').slice(0, 6),
  });
  show.panel(116000, 123500, 'awards', { bind: { awards: 'review' }, data: { title: '攻坚先锋', subtitle: '黄岩 百队攻坚' } });
  show.empty(124000);
  show.take(124300, 'title', { data: { kicker: '黄岩', title: '百队攻坚 再启新程', subtitle: '92个项目 半年攻坚' } });
  show.event(128000, 'rounds', 'review', { ...review, state: 'closed' });
}

export function campaign() {
  const show = new Show();
  const random = new Random(20220601);
  const list = plan(random);
  contest(show);
  halfYear(show, list);
  onScreen(show, rounds(show, random, list));
  return show;
}
