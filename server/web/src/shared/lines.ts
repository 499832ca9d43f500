// SPDX-License-Identifier: GPL-2.0-or-later

/** More than any record can be: a feed without line ends must not fill the memory. */
const kMostPending = 8 * 1024 * 1024;

/** Reads NDJSON as it arrives. `on_bytes` is called for anything that comes, heartbeats included. */
export async function read_lines(
  body: ReadableStream<Uint8Array>,
  on_bytes: () => void,
  on_value: (value: unknown) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pending = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      on_bytes();
      pending += decoder.decode(value, { stream: true });
      const lines = pending.split('\n');
      pending = lines.pop() ?? '';
      if (pending.length > kMostPending) throw new Error('a line of the feed has no end');
      for (const line of lines) if (line.trim()) on_value(JSON.parse(line));
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
