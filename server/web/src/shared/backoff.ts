// SPDX-License-Identifier: GPL-2.0-or-later

/** Waiting times between attempts to connect: exponential with full jitter, so that many pages do
 *  not come back in step. */
export class Backoff {
  private attempt = 0;

  constructor(
    private readonly first_ms: number,
    private readonly most_ms: number,
  ) {}

  next_ms(): number {
    const ceiling = Math.min(this.most_ms, this.first_ms * 2 ** Math.min(this.attempt, 16));
    this.attempt += 1;
    return Math.random() * ceiling;
  }

  reset(): void {
    this.attempt = 0;
  }
}

export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
