// SPDX-License-Identifier: GPL-2.0-or-later
import { render } from 'preact';
import { apply_language, initial_language } from '../shared/language';
import { Page } from './page';
import { take_token } from './token';

const token = take_token();
const language = initial_language();
apply_language(language);
const root = document.getElementById('app');
if (root) render(<Page token={token} language={language} />, root);
