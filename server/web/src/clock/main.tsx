// SPDX-License-Identifier: GPL-2.0-or-later
import { start } from '../shared/start';
import { SpeakerClock } from './speaker_clock';
import { strings } from './strings';

start(['timers', 'stage', 'contestants', 'rounds'], (language) => strings(language).page, (view) => <SpeakerClock {...view} />);
