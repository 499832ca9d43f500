// SPDX-License-Identifier: GPL-2.0-or-later
import type { Method } from '../shared/api';
import type { Mirror } from '../shared/mirror';
import { isObject, Problem } from '../shared/problem';
import type { Lease } from './lease';

/** What a refusal belongs to: its panel shows it. */
export type Area =
  | 'take'
  | 'air'
  | 'rundown'
  | 'people'
  | 'contest'
  | 'order'
  | 'stage'
  | 'clock'
  | 'marks'
  | 'graphics'
  | 'reveal'
  | 'ticker'
  | 'rules'
  | 'ad-hoc'
  | 'editor'
  | 'access'
  | 'panic'
  | 'undo';

/** Why something was not done: the server's word, or that nothing was sent. */
export type Report = { kind: 'refused'; problem: Problem } | { kind: 'not-live' } | { kind: 'not-leading'; name: string };

/** Sends what the operator decided, if he could know what he was doing. */
export class Sender {
  /** The air as this page knows it, by its own takes too. */
  private seen_token = 0;

  constructor(
    readonly mirror: Mirror,
    readonly lease: Lease,
    private readonly report: (area: Area, report: Report | null) => void,
  ) {}

  /** The same, with `look` told of each report first. */
  watched(look: (report: Report | null) => void): Sender {
    return new Sender(this.mirror, this.lease, (area, report) => {
      look(report);
      this.report(area, report);
    });
  }

  /** What was decided by looking at a stale page is not sent; nor what another desk has the control of. */
  async guarded(area: Area, method: Method, path: string, body?: unknown, etag?: string | null): Promise<unknown> {
    if (this.mirror.phase !== 'live') {
      this.report(area, { kind: 'not-live' });
      return undefined;
    }
    const { state } = this.lease;
    if (state.kind === 'theirs') {
      this.report(area, { kind: 'not-leading', name: state.name });
      return undefined;
    }
    return this.send(area, method, path, body, etag);
  }

  /** What is answered once only, as a new token: not sent again where no answer comes. */
  once(area: Area, path: string, body: unknown): Promise<unknown> {
    return this.send(area, 'POST', path, body, null, false);
  }

  /** Sent whatever the page believes of the connection. The answer, or undefined where it was refused. */
  async send(
    area: Area,
    method: Method,
    path: string,
    body?: unknown,
    etag?: string | null,
    repeatable = true,
  ): Promise<unknown> {
    try {
      const answer = await this.mirror.api.write(method, `/api/v1/${path}`, body, etag, repeatable);
      this.report(area, null);
      this.mirror.picture_changed();
      this.mirror.refresh_air();
      return answer;
    } catch (error) {
      this.report(area, { kind: 'refused', problem: error instanceof Problem ? error : Problem.unreachable() });
      this.mirror.refresh_air();
      return undefined;
    }
  }

  /** A take of something that has changed since this page last looked is refused. */
  async take(area: Area, body: Record<string, unknown>): Promise<boolean> {
    const expected = Math.max(this.seen_token, this.mirror.air?.token ?? 0);
    const answer = await this.guarded(area, 'POST', 'air/take', { ...body, expected_token: expected });
    if (!isObject(answer)) return false;
    if (typeof answer['token'] === 'number') this.seen_token = answer['token'];
    return true;
  }
}
