// SPDX-License-Identifier: GPL-2.0-or-later

/** More than any piece can be: a stream without ends must not fill the memory. */
const kMostPending = 16 * 1024 * 1024;

/**
 * Reads a text as it arrives, and tells each piece that ends with the separator, however the bytes are cut. `on_bytes` is
 * called for anything that comes. Returns at the stream's end; what was not ended is not told.
 */
export async function read_pieces(
  body: ReadableStream<Uint8Array>,
  separator: string | RegExp,
  on_bytes: () => void,
  on_piece: (text: string) => void,
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
      const pieces = pending.split(separator);
      pending = pieces.pop() ?? '';
      if (pending.length > kMostPending) throw new Error('what the stream sends has no end');
      pieces.forEach(on_piece);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
