// SPDX-License-Identifier: GPL-2.0-or-later
import { render } from 'preact';
import { apply_language, initial_language } from '../shared/language';
import { Results } from './results';

const language = initial_language();
apply_language(language);
const root = document.getElementById('app');
if (root) render(<Results language={language} />, root);
