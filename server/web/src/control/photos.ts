// SPDX-License-Identifier: GPL-2.0-or-later
// What the server takes as a picture, and what it is named.
import { random_key } from '../shared/api';
import type { Id } from '../shared/types';

const kEndings: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/gif': 'gif',
};
export const kPictureTypes = Object.keys(kEndings).join();

/** A name is an id with an ending, at most 64 characters. */
const kMostOfId = 36;

export function is_picture(file: File | undefined | null): file is File {
  return Boolean(file && kEndings[file.type]);
}

/** A name of its own each time: who has the old picture under the old name keeps what he knows of it. */
function fresh_name(stem: string, mime: string): string {
  return `${stem}-${random_key().slice(0, 8)}.${kEndings[mime] ?? 'png'}`;
}

/** Contestants and people may have the same ids. */
export function photo_name(type: 'contestants' | 'people', id: Id, mime: string): string {
  return fresh_name(`${type === 'people' ? 'person' : 'contestant'}-${id.slice(0, kMostOfId)}`, mime);
}

export function logo_name(mime: string): string {
  return fresh_name('logo', mime);
}
