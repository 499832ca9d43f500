// SPDX-License-Identifier: GPL-2.0-or-later
// Who leads: of several pages one has the control at a time, and says every few seconds that it is still there.
import { random_key } from '../shared/api';
import { sleep } from '../shared/backoff';
import type { Mirror } from '../shared/mirror';
import { isObject, Problem } from '../shared/problem';
import { recall, remember } from '../shared/remember';

const kRenewMs = 5000;
const kNameKey = 'leitai.desk';

/** `mine`: this page leads. `theirs`: somebody else does. `none`: not known, or nobody does. */
export type LeaseState = { kind: 'none' } | { kind: 'mine' } | { kind: 'theirs'; name: string };

export class Lease {
  state: LeaseState = { kind: 'none' };
  readonly id = random_key();
  private given_up = false;
  private wake = new AbortController();
  private readonly ended = new AbortController();

  constructor(
    private readonly mirror: Mirror,
    private readonly changed: () => void,
  ) {
    mirror.api.lease = this.id;
  }

  get name(): string {
    return recall(kNameKey) ?? `#${this.id.slice(0, 4)}`;
  }

  rename(name: string): void {
    remember(kNameKey, name.trim() || null);
    this.now();
  }

  /** Until end(). */
  async run(): Promise<void> {
    const leave = () => this.leave();
    window.addEventListener('pagehide', leave);
    while (!this.ended.signal.aborted) {
      this.wake = new AbortController();
      if (this.mirror.phase === 'live') await this.ask(false);
      else if (this.state.kind !== 'none') this.enter({ kind: 'none' });
      await sleep(this.mirror.phase === 'live' ? kRenewMs : 300, this.wake.signal);
    }
    window.removeEventListener('pagehide', leave);
  }

  end(): void {
    this.ended.abort();
    this.wake.abort();
    this.leave();
  }

  async take_over(): Promise<void> {
    this.given_up = false;
    await this.ask(true);
  }

  /** Somebody else may lead from now on. */
  async give_back(): Promise<void> {
    this.given_up = true;
    await this.post({ id: this.id, release: true }).catch(() => undefined);
    this.enter({ kind: 'none' });
  }

  private now(): void {
    this.wake.abort();
  }

  private leave(): void {
    if (this.state.kind === 'mine') void this.post({ id: this.id, release: true }).catch(() => undefined);
  }

  private async ask(take_over: boolean): Promise<void> {
    try {
      if (this.given_up) {
        const answer = await this.mirror.api.find<unknown>('/api/v1/lease');
        this.enter(state_of(answer));
        return;
      }
      const answer = await this.post({ id: this.id, name: this.name, ...(take_over ? { take_over: true } : {}) });
      this.enter(state_of(answer));
    } catch (error) {
      if (!(error instanceof Problem)) return;
      if (error.status === 409) this.enter({ kind: 'theirs', name: holder_of(error) });
      else if (error.status === 404 || error.status === 403) this.enter({ kind: 'none' });
    }
  }

  private post(body: unknown): Promise<unknown> {
    return this.mirror.api.write('POST', '/api/v1/lease', body);
  }

  private enter(state: LeaseState): void {
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    this.changed();
  }
}

function state_of(answer: unknown): LeaseState {
  const lease = isObject(answer) ? answer['lease'] : null;
  if (!isObject(lease)) return { kind: 'none' };
  if (lease['mine'] === true) return { kind: 'mine' };
  return typeof lease['name'] === 'string' ? { kind: 'theirs', name: lease['name'] } : { kind: 'none' };
}

/** The problem's member `holder`: a name, or an object that has one. */
function holder_of(problem: Problem): string {
  const holder = problem.members['holder'];
  if (typeof holder === 'string') return holder;
  return isObject(holder) && typeof holder['name'] === 'string' ? holder['name'] : '?';
}
