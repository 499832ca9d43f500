// SPDX-License-Identifier: GPL-2.0-or-later
// A picture from the server that is kept current: fetched when something changed, at a bounded pace while it
// moves, not at all while it stands or nobody looks.
import type { PictureAnswer } from './api';
import { sleep } from './backoff';
import type { Mirror } from './mirror';
import { Problem } from './problem';

/** `refused`: the server says why there is none. */
export type PictureState = 'nothing' | 'current' | 'failed' | { refused: Problem };

/** What to show; null: nothing. `take`: the picture of the air after it. */
export interface PictureRequest {
  path: string;
  take?: unknown;
}

/** At most ten pictures a second; after a rest the first few follow one another faster, as a take's first frames
 *  show little. */
const kPaceMs = 100;
const kBurst = 3;
const kLeastMs = 20;
const kFailedPauseMs = 1000;

export interface Picture {
  /** Something changed: look at once. */
  poke: () => void;
  end: () => void;
}

interface Wishes {
  mirror: Mirror;
  canvas: () => HTMLCanvasElement | null;
  request: () => PictureRequest | null;
  tell: (state: PictureState) => void;
  /** Between the starts of two fetches, milliseconds; at least kPaceMs. */
  pace_ms?: number;
  /** After a change of the show it waits so long, milliseconds: another picture goes first. */
  behind_ms?: number;
}

/** Keeps a canvas current until ended. */
export function follow_picture(wishes: Wishes): Picture {
  const ended = new AbortController();
  let waken = () => {};
  let poked = false;
  const poke = () => {
    poked = true;
    waken();
  };
  /** Sleeps until poked. */
  const rest = async (ms: number) => {
    if (poked || ms <= 0) return;
    const wake = new AbortController();
    waken = () => wake.abort();
    const stop = () => wake.abort();
    ended.signal.addEventListener('abort', stop);
    await sleep(Math.min(ms, 0x7fffffff), wake.signal);
    ended.signal.removeEventListener('abort', stop);
  };
  let behind = 0;
  const changed = () => {
    if (!wishes.behind_ms) poke();
    else behind ||= window.setTimeout(() => ((behind = 0), poke()), wishes.behind_ms);
  };
  const unsubscribe = wishes.mirror.on_picture(changed);
  document.addEventListener('visibilitychange', poke);
  void (async () => {
    const view = new View(wishes);
    const pace = new Pace(Math.max(kPaceMs, wishes.pace_ms ?? 0));
    while (!ended.signal.aborted) {
      poked = false;
      const began = performance.now();
      const wait_ms = await view.refresh(ended.signal);
      if (ended.signal.aborted) break;
      // A change wakes it up, but not past the pace.
      await rest(wait_ms);
      const pause_ms = view.asked ? pace.pause_ms(began) : 0;
      // Not even a pause of nothing: whoever pressed a key waits for this picture.
      if (pause_ms > 0) await sleep(pause_ms, ended.signal);
    }
  })();
  return {
    poke,
    end: () => {
      ended.abort();
      clearTimeout(behind);
      unsubscribe();
      document.removeEventListener('visibilitychange', poke);
    },
  };
}

/** Allows one a `every_ms`, and after a rest kBurst at once. */
class Pace {
  private left = kBurst;
  private counted_at = 0;

  constructor(private readonly every_ms: number) {}

  /** How long to wait after a fetch that began at `began`. */
  pause_ms(began: number): number {
    const now = performance.now();
    this.left = Math.min(kBurst, this.left + (now - this.counted_at) / this.every_ms) - 1;
    this.counted_at = now;
    const owed = this.left >= 0 ? 0 : -this.left * this.every_ms;
    return Math.max(0, owed, kLeastMs - (now - began));
  }
}

class View {
  /** Did the last look cost a request? */
  asked = false;
  private etag: string | null = null;
  private wanted = '';

  constructor(private readonly wishes: Wishes) {}

  /** One look; answers how long the picture stands, milliseconds. */
  async refresh(signal: AbortSignal): Promise<number> {
    const { mirror, request, tell } = this.wishes;
    this.asked = false;
    if (document.hidden) return Infinity;
    if (mirror.phase !== 'live') {
      // The last picture stays, for whoever says that it is the last one.
      this.etag = null;
      tell('nothing');
      return Infinity;
    }
    const wish = request();
    if (!wish) {
      this.forget();
      tell('nothing');
      return Infinity;
    }
    const wanted = wish.path + JSON.stringify(wish.take ?? null);
    if (wanted !== this.wanted) this.etag = null;
    this.wanted = wanted;
    this.asked = true;
    try {
      const answer = await mirror.api.picture(wish.path, wish.take, this.etag, signal);
      await this.show(answer, signal);
      if (mirror.phase === 'live' && !signal.aborted) tell('current');
      return answer.changes_in_ms ?? Infinity;
    } catch (error) {
      this.etag = null;
      if (signal.aborted) return Infinity;
      return this.failed(error);
    }
  }

  private async show(answer: PictureAnswer, signal: AbortSignal): Promise<void> {
    this.etag = answer.etag;
    if (!answer.blob) return;
    // A bitmap, not an address of a blob: it is there at once, and nothing flickers.
    const bitmap = await createImageBitmap(answer.blob);
    const canvas = this.wishes.canvas();
    if (canvas && !signal.aborted) draw(canvas, bitmap);
    bitmap.close();
  }

  private failed(error: unknown): number {
    const problem = error instanceof Problem ? error : Problem.unreachable();
    const busy = problem.status === 503 || problem.status === 0;
    // A take that would be refused is shown as such, and asked for again when something changes.
    if (problem.status >= 400 && !busy) {
      this.forget();
      this.wishes.tell({ refused: problem });
      return Infinity;
    }
    this.wishes.tell('failed');
    return kFailedPauseMs;
  }

  private forget(): void {
    this.etag = null;
    const canvas = this.wishes.canvas();
    canvas?.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
  }
}

function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
  }
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0);
}
