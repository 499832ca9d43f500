// SPDX-License-Identifier: GPL-2.0-or-later

/** More than any event can be: a stream without ends must not fill the memory. */
const kMostPending = 16 * 1024 * 1024;

/**
 * Reads server-sent events as they arrive, until the stream ends. EventSource would do it, but does not tell a server
 * that is full (and when to ask again) from one that is not there.
 */
export async function read_events(
  body: ReadableStream<Uint8Array>,
  on_bytes: () => void,
  on_data: (data: string) => void,
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
      const events = pending.split(/\r?\n\r?\n/);
      pending = events.pop() ?? '';
      if (pending.length > kMostPending) throw new Error('an event has no end');
      for (const event of events) {
        const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'));
        if (lines.length > 0) on_data(lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n'));
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
