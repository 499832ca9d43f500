// SPDX-License-Identifier: GPL-2.0-or-later
import { sleep } from './backoff';

const kFailedPauseMs = 1000;

/** Runs one call at a time; asked meanwhile, once more afterwards; a failed one again, until ended. */
export class Coalesced {
  private running = false;
  private again = false;

  constructor(
    private readonly call: () => Promise<void>,
    private readonly delay_ms: number,
    private readonly ended: AbortSignal,
  ) {}

  ask(): void {
    this.again = true;
    if (!this.running) void this.loop();
  }

  private async loop(): Promise<void> {
    this.running = true;
    while (this.again && !this.ended.aborted) {
      if (this.delay_ms) await sleep(this.delay_ms, this.ended);
      this.again = false;
      try {
        await this.call();
      } catch {
        this.again = true;
        await sleep(kFailedPauseMs, this.ended);
      }
    }
    this.running = false;
  }
}
