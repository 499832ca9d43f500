// SPDX-License-Identifier: GPL-2.0-or-later
// How every page that asks for a token begins.
import { render, type ComponentChildren } from 'preact';
import { apply_language, initial_language, type Language } from './language';
import { Session, type SessionView } from './session';
import type { TypeName } from './tables';
import { take_token } from './token';

/** `types`: what the page shows of the show. `title`: in the browser's tab. */
export function start(
  types: readonly TypeName[],
  title: (language: Language) => string,
  children: (view: SessionView) => ComponentChildren,
): void {
  // Before anything else: the token does not stay in the address.
  const token = take_token();
  const language = initial_language();
  apply_language(language);
  const root = document.getElementById('app');
  if (!root) return;
  render(
    <Session token={token} language={language} types={types} title={title}>
      {children}
    </Session>,
    root,
  );
}
