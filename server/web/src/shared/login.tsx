// SPDX-License-Identifier: GPL-2.0-or-later
import { useState } from 'preact/hooks';
import type { Strings } from './strings';
import { token_of } from './token';

interface Props {
  text: Strings;
  refused: boolean;
  submit: (token: string) => void;
}

export function Login({ text, refused, submit }: Props) {
  const [value, set_value] = useState('');
  return (
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
        aria-label={text.token_label}
        onInput={(event) => set_value(event.currentTarget.value)}
      />
      <button type="submit" class="wide" disabled={!value.trim()}>
        {text.connect}
      </button>
    </form>
  );
}
