// SPDX-License-Identifier: GPL-2.0-or-later
import { start } from '../shared/start';
import type { TypeName } from '../shared/tables';
import { Console } from './console';
import { strings } from './strings';

const kTypes: TypeName[] = [
  'contest',
  'groups',
  'contestants',
  'people',
  'rounds',
  'stage',
  'timers',
  'boards',
  'channels',
  'messages',
  'cues',
  'rundown',
  'playhead',
  'rules',
  'reveals',
  'media',
];

start(kTypes, (language) => strings(language).control, (view) => <Console {...view} />);
