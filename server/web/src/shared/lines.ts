// SPDX-License-Identifier: GPL-2.0-or-later
import { read_pieces } from './pieces';

/** Reads NDJSON as it arrives. `on_bytes` is called for anything that comes, heartbeats included. */
export function read_lines(
  body: ReadableStream<Uint8Array>,
  on_bytes: () => void,
  on_value: (value: unknown) => void,
): Promise<void> {
  return read_pieces(body, '\n', on_bytes, (line) => {
    if (line.trim()) on_value(JSON.parse(line));
  });
}
