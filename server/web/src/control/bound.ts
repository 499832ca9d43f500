// SPDX-License-Identifier: GPL-2.0-or-later
import type { Air, AirItem, Bind } from '../shared/types';
import { is_on, layers } from './air';
import { canonical } from './subject';

/** The item of a template that is on air with exactly this bind. */
export function find_on_air_bind(air: Air | null, template: string, bind: Bind): AirItem | undefined {
  return layers(air).find(
    ({ item }) => item.template === template && is_on(item) && canonical(item.bind) === canonical(bind),
  )?.item;
}
