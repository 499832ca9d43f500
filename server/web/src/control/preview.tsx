// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useRef, useState } from 'preact/hooks';
import { sleep } from '../shared/backoff';
import { find_on_air, kChannel } from './air';
import type { Mirror } from './mirror';
import type { Strings } from './strings';

const kWidth = 640;
/** A change's animation is followed at this pace, for this long; then the picture stands. */
const kPaceMs = 300;
const kFollowMs = 1600;

/** The program picture, fetched when something changed. `stale` words what is not live. */
export function Preview({ mirror, text, stale }: { mirror: Mirror; text: Strings; stale: string | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shown, set_shown] = useState<'nothing' | 'current' | 'failed'>('nothing');

  useEffect(() => {
    const ended = new AbortController();
    void keep_current(mirror, canvas.current, set_shown, ended.signal);
    return () => ended.abort();
  }, [mirror]);

  const channel = mirror.air?.channels[kChannel];
  const shape = channel && channel.width > 0 ? channel.height / channel.width : 9 / 16;
  const old = stale ?? (shown === 'current' ? null : text.no_picture);
  return (
    <div class={old ? 'preview old' : 'preview'} data-picture={old ? 'stale' : 'current'}>
      <canvas ref={canvas} width={kWidth} height={Math.round(kWidth * shape)} role="img" aria-label={text.program} />
      {old && <p class="preview-note">{old}</p>}
    </div>
  );
}

async function keep_current(
  mirror: Mirror,
  canvas: HTMLCanvasElement | null,
  tell: (shown: 'nothing' | 'current' | 'failed') => void,
  ended: AbortSignal,
): Promise<void> {
  let version = -1;
  let follow_until = 0;
  let fetched_at = 0;
  for (; !ended.aborted; await sleep(kPaceMs, ended)) {
    if (mirror.phase !== 'live') {
      version = -1;
      tell('nothing');
      continue;
    }
    if (document.hidden) continue;
    const now = performance.now();
    if (mirror.picture_version !== version) {
      version = mirror.picture_version;
      follow_until = now + kFollowMs;
    }
    if (now > follow_until && !(clock_runs(mirror) && now - fetched_at > 950)) continue;
    fetched_at = now;
    try {
      const blob = await mirror.api.image(`/api/v1/preview.png?channel=${kChannel}&width=${kWidth}`, ended);
      // A bitmap, not an address of a blob: the pages' content security policy allows none.
      const bitmap = await createImageBitmap(blob);
      draw(canvas, bitmap);
      bitmap.close();
      if (mirror.phase === 'live') tell('current');
    } catch {
      if (ended.aborted) return;
      version = -1;
      tell('failed');
      await sleep(1000, ended);
    }
  }
}

function draw(canvas: HTMLCanvasElement | null, bitmap: ImageBitmap): void {
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return;
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
  }
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0);
}

function clock_runs(mirror: Mirror): boolean {
  const bound = find_on_air(mirror.air, 'timer')?.item.bind?.timer;
  return mirror.tables.find('timers', bound)?.state === 'running';
}
