// SPDX-License-Identifier: GPL-2.0-or-later
import { start } from '../shared/start';
import { Board } from './board';
import { strings } from './strings';

start(['channels'], (language) => strings(language).page, (view) => <Board {...view} />);
