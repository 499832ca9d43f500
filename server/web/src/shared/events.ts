// SPDX-License-Identifier: GPL-2.0-or-later
import { read_pieces } from './pieces';

/** Reads server-sent events as they arrive; `on_bytes` is called for anything that comes. */
export function read_events(
  body: ReadableStream<Uint8Array>,
  on_bytes: () => void,
  on_event: (event: string, data: unknown) => void,
): Promise<void> {
  return read_pieces(body, '\n\n', on_bytes, (text) => on_event(field(text, 'event'), JSON.parse(field(text, 'data') || 'null')));
}

function field(event: string, name: string): string {
  const lines = event.split('\n').filter((line) => line.startsWith(`${name}: `));
  return lines.map((line) => line.slice(name.length + 2)).join('\n');
}
