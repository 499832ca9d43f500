// SPDX-License-Identifier: GPL-2.0-or-later
// A channel's picture for a projector: nothing else on the screen.
import { useEffect, useRef, useState } from 'preact/hooks';
import { follow_picture, type PictureState } from '../shared/picture';
import { useMirror, type SessionView } from '../shared/session';
import { strings } from './strings';

/** The widest that the server draws. */
const kMostPixels = 1920;
/** A whole screen's picture is heavy: half as often as the control page's. */
const kPaceMs = 200;

export function Board({ mirror, language }: SessionView) {
  useMirror(mirror);
  const text = strings(language);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, tell] = useState<PictureState>('nothing');
  const { channel, backdrop } = wishes();
  useEffect(() => {
    const request = () => ({ path: `/api/v1/preview.png?channel=${encodeURIComponent(channel)}&width=${width()}` });
    const picture = follow_picture({ mirror, canvas: () => canvas.current, request, tell, pace_ms: kPaceMs });
    return () => picture.end();
  }, [mirror, channel]);
  const live = mirror.phase === 'live';
  const why = typeof state === 'object' ? state.refused.message : '';
  return (
    <main class="board" style={{ background: backdrop }} data-link={mirror.phase} data-picture={live && state === 'current' ? 'current' : 'stale'}>
      <h1 class="unseen">{text.page}</h1>
      <canvas ref={canvas} class={live ? '' : 'old'} width={16} height={9} role="img" aria-label={text.picture} />
      {!live && mirror.current_at > 0 && (
        <p class="lost" role="status">
          {text.lost}
        </p>
      )}
      {why && <p class="lost">{why}</p>}
    </main>
  );
}

/** As many pixels as the screen has, in steps: a window that is dragged does not ask for a hundred sizes. */
function width(): number {
  const pixels = window.innerWidth * window.devicePixelRatio;
  return Math.min(kMostPixels, Math.max(640, Math.ceil(pixels / 320) * 320));
}

/** `/board?channel=hall&back=0a2540`: black behind the program channel without them. */
function wishes(): { channel: string; backdrop: string } {
  const query = new URLSearchParams(location.search);
  const back = query.get('back') ?? '';
  return {
    channel: query.get('channel') ?? 'program',
    backdrop: /^[0-9a-f]{6}$/i.test(back) ? `#${back}` : '#000',
  };
}
