// SPDX-License-Identifier: GPL-2.0-or-later
import { isObject } from '../shared/problem';
import type { Air, AirItem, Bind, Id } from '../shared/types';

export const kChannel = 'program';

export interface OnAir {
  layer: number;
  item: AirItem;
}

/** The layers of the program channel that show something, highest first, as they lie in the picture. */
export function layers(air: Air | null): OnAir[] {
  const channel = air?.channels[kChannel];
  if (!channel) return [];
  return Object.entries(channel.layers)
    .map(([number, item]) => ({ layer: Number(number), item }))
    .filter(({ item }) => item.template || item.leaving)
    .sort((a, b) => b.layer - a.layer);
}

/** Is something there that a viewer sees and that is not already leaving? */
export function is_on(item: AirItem): boolean {
  return Boolean(item.template) && item.state !== 'out';
}

export function find_on_air(air: Air | null, template: string, matches: (item: AirItem) => boolean = () => true): OnAir | undefined {
  return layers(air).find(({ item }) => item.template === template && is_on(item) && matches(item));
}

export function same_bind(item: AirItem, bind: Bind): boolean {
  const have = item.bind;
  return isObject(have) && Object.entries(bind).every(([key, value]) => have[key] === value);
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
