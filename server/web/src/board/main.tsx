// SPDX-License-Identifier: GPL-2.0-or-later
import { render } from 'preact';
import { apply_language, initial_language } from '../shared/language';
import { Session } from '../shared/session';
import type { TypeName } from '../shared/tables';
import { take_token } from '../shared/token';
import { Board } from './board';
import { strings } from './strings';

const kTypes: TypeName[] = ['channels'];

const token = take_token();
const language = initial_language();
apply_language(language);
const root = document.getElementById('app');
if (root) {
  render(
    <Session token={token} language={language} types={kTypes} title={(now) => strings(now).page}>
      {(view) => <Board {...view} />}
    </Session>,
    root,
  );
}
