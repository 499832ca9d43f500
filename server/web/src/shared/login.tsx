// SPDX-License-Identifier: GPL-2.0-or-later
import { useState } from 'preact/hooks';
import type { SessionStrings } from './session_strings';
import { token_of } from './token';

interface Props {
  text: SessionStrings;
  refused: boolean;
  submit: (token: string) => void;
  switch_language: () => void;
}

export function Login({ text, refused, submit, switch_language }: Props) {
  const [value, set_value] = useState('');
  return (
    <main class="login-page">
      <button type="button" class="plain corner" data-action="language" onClick={switch_language}>
        {text.other_language}
      </button>
      <form
        class="login"
        onSubmit={(event) => {
          event.preventDefault();
          const token = token_of(value);
          if (token) submit(token);
        }}
      >
        <h1>{text.token_title}</h1>
        {refused && (
          <p class="report" role="alert">
            {text.refused}
          </p>
        )}
        <label for="token">{text.token_hint}</label>
        <input
          id="token"
          type="password"
          autocomplete="off"
          autofocus
          value={value}
          onInput={(event) => set_value(event.currentTarget.value)}
        />
        <button type="submit" class="wide" disabled={!value.trim()}>
          {text.connect}
        </button>
      </form>
    </main>
  );
}
