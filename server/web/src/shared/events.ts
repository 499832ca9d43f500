// SPDX-License-Identifier: GPL-2.0-or-later

/** More than any event can be: a stream without ends must not fill the memory. */
const kMostPending = 8 * 1024 * 1024;

/** Reads server-sent events as they arrive; `on_bytes` is called for anything that comes. */
export async function read_events(
  body: ReadableStream<Uint8Array>,
  on_bytes: () => void,
  on_event: (event: string, data: unknown) => void,
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
      const events = pending.split('\n\n');
      pending = events.pop() ?? '';
      if (pending.length > kMostPending) throw new Error('an event of the stream has no end');
      for (const text of events) on_event(field(text, 'event'), JSON.parse(field(text, 'data') || 'null'));
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function field(event: string, name: string): string {
  const lines = event.split('\n').filter((line) => line.startsWith(`${name}: `));
  return lines.map((line) => line.slice(name.length + 2)).join('\n');
}
