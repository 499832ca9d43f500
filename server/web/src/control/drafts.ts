// SPDX-License-Identifier: GPL-2.0-or-later
import type { Bind, Id, TakeBody } from '../shared/types';
import type { Subject } from './subject';

/** A take that is no cue: of somebody, of a graphic. */
export function find_draft(template: Id, body: { bind?: Bind; data?: Record<string, unknown> }, name = ''): Subject {
  return { kind: 'draft', name, body: { template, ...body } satisfies TakeBody };
}
