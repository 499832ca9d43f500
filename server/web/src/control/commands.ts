// SPDX-License-Identifier: GPL-2.0-or-later
import { isObject } from '../shared/problem';
import type { Bind, Id, Message, TakeBody, Template, Timer } from '../shared/types';
import { find_draft } from './drafts';
import { logo_name, photo_name } from './photos';
import type { Area, Sender } from './sender';
import { is_on_air, on_air_of, place_of, take_body, type Subject } from './subject';
import { kChannel } from './air';

/** A key that bounces must not take and out at once; calling the next but one is worse still. */
const kToggleGuardMs = 300;
const kNextGuardMs = 700;

/** What the operator can do. Refusals come by the sender's reports. */
export class Commands {
  private readonly pressed = new Map<string, number>();

  constructor(
    private readonly sender: Sender,
    private readonly templates: () => readonly Template[],
    private readonly notice: (key: 'undone' | 'redone', what: string) => void,
  ) {}

  private get mirror() {
    return this.sender.mirror;
  }

  /** Out where exactly this is on air, else take. */
  async toggle(area: Area, subject: Subject): Promise<void> {
    if (this.bounced(JSON.stringify(subject), kToggleGuardMs)) return;
    if (is_on_air(subject, this.mirror.tables, this.mirror.air)) await this.out_all(area, subject);
    else await this.sender.take(area, take_body(subject));
  }

  async play(subject: Subject): Promise<void> {
    if (this.bounced(`play${JSON.stringify(subject)}`, kToggleGuardMs)) return;
    await this.sender.take('take', take_body(subject));
  }

  async stop(subject: Subject): Promise<void> {
    await this.out_all('take', subject);
  }

  private async out_all(area: Area, subject: Subject): Promise<void> {
    const on = on_air_of(subject, this.mirror.tables, this.mirror.air);
    await Promise.all(on.map(({ channel, layer }) => this.post(area, 'air/out', { channel, layer })));
  }

  /** `cue`: what the page showed as next; another one is refused. */
  async take_next(cue: Id | null): Promise<boolean> {
    if (this.bounced('take-next', kNextGuardMs)) return false;
    return this.sender.take('take', cue ? { next: true, cue } : { next: true });
  }

  make_next(cue: Id | null): Promise<unknown> {
    return this.post('rundown', 'air/ready', { cue });
  }

  /** What is on air of the subject gets what the cue or the form says now; its in is not replayed. */
  async update(subject: Subject): Promise<void> {
    if (subject.kind === 'cue') {
      await this.sender.take('take', take_body(subject));
      return;
    }
    const place = place_of(subject.body, this.templates());
    if (place) await this.post('take', 'air/update', { ...place, data: subject.body.data ?? {} });
  }

  /** The next step of whatever stands on the subject's layers. */
  async step(subject: Subject): Promise<void> {
    if (this.bounced('step', kToggleGuardMs)) return;
    const on = on_air_of(subject, this.mirror.tables, this.mirror.air);
    await Promise.all(on.map(({ channel, layer }) => this.post('take', 'air/next', { channel, layer })));
  }

  step_layer(channel: Id, layer: number): Promise<unknown> {
    return this.post('air', 'air/next', { channel, layer });
  }

  out(channel: Id, layer: number): Promise<unknown> {
    return this.post('air', 'air/out', { channel, layer });
  }

  /** Never held back: it is sent whatever the page believes of the connection or the control. */
  cut(channel: Id, layer: number): Promise<unknown> {
    return this.sender.send('air', 'POST', 'air/clear', { channel, layer });
  }

  hold(channel: Id, layer: number, held: boolean): Promise<unknown> {
    return this.post('air', held ? 'air/hold' : 'air/release', { channel, layer });
  }

  /** Like cut(). */
  panic(): Promise<unknown> {
    return this.sender.send('panic', 'POST', 'air/panic', {});
  }

  release_automation(): Promise<unknown> {
    return this.post('panic', 'air/release', { automation: 'release' });
  }

  toggle_bound(area: Area, template: Id, bind: Bind): Promise<void> {
    return this.toggle(area, find_draft(template, { bind }));
  }

  take_ad_hoc(title: string, subtitle: string): Promise<unknown> {
    return this.sender.take('ad-hoc', { template: 'lower-third', channel: kChannel, data: { title, subtitle } });
  }

  take_draft(area: Area, body: TakeBody): Promise<unknown> {
    return this.sender.take(area, { channel: kChannel, ...body });
  }

  async next_contestant(): Promise<void> {
    if (this.bounced('next', kNextGuardMs)) return;
    await this.post('stage', 'stage', { next: true });
  }

  async first_contestant(round: Id, contestant: Id): Promise<void> {
    if (this.bounced('next', kNextGuardMs)) return;
    await this.put_on_stage(round, contestant);
  }

  put_on_stage(round: Id, contestant: Id, segment?: Id): Promise<unknown> {
    return this.post('stage', 'stage', segment ? { round, contestant, segment } : { round, contestant });
  }

  /** Start, pause or resume, whichever the clock's state asks for. */
  async toggle_clock(id: Id): Promise<void> {
    if (this.bounced('clock', kToggleGuardMs)) return;
    const timer = this.mirror.tables.find('timers', id);
    const verb = timer?.state === 'running' ? 'pause' : timer?.state === 'paused' ? 'resume' : 'start';
    await this.clock(id, verb, {});
  }

  clock(id: Id, verb: 'start' | 'pause' | 'resume' | 'reset' | 'add', body: unknown): Promise<unknown> {
    return this.post('clock', `timers/${id}/${verb}`, body);
  }

  set_clock(id: Id, duration_ms: number): Promise<unknown> {
    const timer = this.mirror.tables.find('timers', id);
    const change: Timer = { mode: 'down', duration_ms };
    // warn_ms and danger_ms may not exceed what the clock has.
    if (timer?.warn_ms && timer.warn_ms > duration_ms) change.warn_ms = duration_ms;
    if (timer?.danger_ms && timer.danger_ms > duration_ms) change.danger_ms = duration_ms;
    return this.sender.guarded('clock', timer ? 'PATCH' : 'PUT', `timers/${id}`, change);
  }

  async reveal(round: Id, body: unknown): Promise<void> {
    if (this.bounced(`reveal${JSON.stringify(body)}`, kToggleGuardMs)) return;
    await this.post('reveal', `rounds/${encodeURIComponent(round)}/reveal`, body);
  }

  confirm(round: Id, contestant: Id): Promise<unknown> {
    return this.post('marks', `rounds/${encodeURIComponent(round)}/confirm`, { contestant });
  }

  /** What is missing is invented, for one contestant or the whole round. The server does it in a rehearsal only. */
  invent_marks(area: Area, round: Id, contestant?: Id): Promise<unknown> {
    return this.post(area, 'rehearsal/marks', contestant ? { round, contestant } : { round });
  }

  /** By lot, as another round came out, or both; see docs/http-api.md. */
  order_round(round: Id, body: unknown): Promise<unknown> {
    return this.post('order', `rounds/${encodeURIComponent(round)}/order`, body);
  }

  /** The order as it is written; `etag`: of the round as the operator saw it. */
  write_order(round: Id, contestants: Id[], etag: string | null): Promise<unknown> {
    return this.sender.guarded('order', 'PATCH', `rounds/${encodeURIComponent(round)}`, { contestants }, etag);
  }

  /** Sends the picture, then names it as theirs. */
  async set_photo(type: 'contestants' | 'people', id: Id, picture: File): Promise<void> {
    const name = photo_name(type, id, picture.type);
    if (await this.send_picture('people', name, picture)) await this.sender.guarded('people', 'PATCH', `${type}/${encodeURIComponent(id)}`, { photo: name });
  }

  async set_logo(picture: File): Promise<void> {
    const name = logo_name(picture.type);
    if (await this.send_picture('contest', name, picture)) await this.write_contest({ logo: name });
  }

  private async send_picture(area: Area, name: string, picture: File): Promise<boolean> {
    return (await this.sender.guarded(area, 'PUT', `media/${encodeURIComponent(name)}`, picture)) !== undefined;
  }

  /** What changes of the contest; null takes away. A show that was just made has none yet. */
  write_contest(changes: Record<string, string | null>): Promise<unknown> {
    const method = this.sender.mirror.tables.find('contest', 'contest') ? 'PATCH' : 'PUT';
    const given = Object.entries(changes).filter(([, value]) => method === 'PATCH' || value !== null);
    return this.sender.guarded('contest', method, 'contest/contest', Object.fromEntries(given));
  }

  remove_photo(type: 'contestants' | 'people', id: Id): Promise<unknown> {
    return this.sender.guarded('people', 'PATCH', `${type}/${encodeURIComponent(id)}`, { photo: null });
  }

  write_message(id: Id, message: Message): Promise<unknown> {
    return this.sender.guarded('ticker', 'PUT', `messages/${id}`, message);
  }

  remove_message(id: Id): Promise<unknown> {
    return this.sender.guarded('ticker', 'DELETE', `messages/${id}`);
  }

  hold_rule(id: Id, held: boolean): Promise<unknown> {
    return this.sender.guarded('rules', 'PATCH', `rules/${encodeURIComponent(id)}`, { held });
  }

  async undo(verb: 'undo' | 'redo'): Promise<void> {
    const answer = await this.post('undo', verb, {});
    const done = isObject(answer) ? answer[verb === 'undo' ? 'undone' : 'redone'] : null;
    if (isObject(done)) this.notice(verb === 'undo' ? 'undone' : 'redone', String(done['what'] ?? ''));
  }

  private bounced(what: string, guard_ms: number): boolean {
    const now = performance.now();
    if (now - (this.pressed.get(what) ?? -Infinity) < guard_ms) return true;
    this.pressed.clear();
    this.pressed.set(what, now);
    return false;
  }

  private post(area: Area, path: string, body: unknown): Promise<unknown> {
    return this.sender.guarded(area, 'POST', `${path}`, body);
  }
}
