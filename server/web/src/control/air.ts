// SPDX-License-Identifier: GPL-2.0-or-later
import type { Air, AirItem, Id } from '../shared/types';

export const kChannel = 'program';

export interface OnAir {
  channel: Id;
  layer: number;
  item: AirItem;
}

/** What shows something, the program channel first, highest layers first, as they lie in the picture. */
export function layers(air: Air | null): OnAir[] {
  return Object.entries(air?.channels ?? {})
    .sort(([a], [b]) => Number(b === kChannel) - Number(a === kChannel) || a.localeCompare(b))
    .flatMap(([channel, { layers: all }]) =>
      Object.entries(all)
        .map(([number, item]) => ({ channel, layer: Number(number), item }))
        .filter(({ item }) => item.template || item.leaving || item.held)
        .sort((a, b) => b.layer - a.layer),
    );
}

/** Is something there that a viewer sees and that is not already leaving? */
export function is_on(item: AirItem): boolean {
  return Boolean(item.template) && item.state !== 'out';
}

/** Whom the item names; a bind that follows the stage names whoever is there. */
export function named_contestant(item: AirItem, on_stage: Id | null | undefined): Id | null {
  const named = item.bind?.contestant;
  return (named === '@stage' ? on_stage : named) ?? null;
}

/** What the layer says, in one line: the name, or whatever its data begins with. */
export function summary(item: AirItem): string {
  const data = item.data ?? {};
  const words = ['title', 'label', 'name', 'text'].map((key) => data[key]).filter((value) => typeof value === 'string' && value);
  return words.length > 0 ? String(words[0]) : '';
}
