// SPDX-License-Identifier: GPL-2.0-or-later
import { read_pieces } from '../shared/pieces';

/**
 * Reads server-sent events as they arrive, until the stream ends. EventSource would do it, but does not tell a server
 * that is full (and when to ask again) from one that is not there.
 */
export function read_events(
  body: ReadableStream<Uint8Array>,
  on_bytes: () => void,
  on_data: (data: string) => void,
): Promise<void> {
  return read_pieces(body, /\r?\n\r?\n/, on_bytes, (event) => {
    const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'));
    if (lines.length > 0) on_data(lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n'));
  });
}
