// SPDX-License-Identifier: GPL-2.0-or-later
import type { ComponentChildren } from 'preact';
import { useEffect, useReducer, useState } from 'preact/hooks';
import { choose_language, type Language } from './language';
import { Login } from './login';
import { Mirror } from './mirror';
import { session_strings } from './session_strings';
import type { TypeName } from './tables';
import { keep_token, take_token } from './token';

export interface SessionView {
  mirror: Mirror;
  language: Language;
  switch_language: () => void;
  forget: () => void;
}

interface Props {
  token: string | null;
  language: Language;
  types: readonly TypeName[];
  title: (language: Language) => string;
  children: (view: SessionView) => ComponentChildren;
}

/** Either what `children` make of a show, or the question for a token. */
export function Session({ token: first, language: preferred, types, title, children }: Props) {
  const [token, set_token] = useState(first);
  const [language, set_language] = useState(preferred);
  const [refused, set_refused] = useState(false);
  const mirror = useConnection(token, types, () => {
    set_refused(true);
    set_token(null);
  });

  useEffect(() => {
    const moved = () => {
      const given = take_token();
      if (given) set_token(given);
    };
    window.addEventListener('hashchange', moved);
    return () => window.removeEventListener('hashchange', moved);
  }, []);
  useEffect(() => {
    document.title = `Leitai · ${title(language)}`;
  }, [language]);

  const switch_language = () => {
    const other: Language = language === 'zh' ? 'en' : 'zh';
    choose_language(other);
    set_language(other);
  };
  const keep = (given: string | null) => {
    keep_token(given);
    set_token(given);
    set_refused(false);
  };
  if (!token) {
    const text = session_strings(language);
    return <Login text={text} refused={refused} submit={keep} switch_language={switch_language} />;
  }
  return <>{mirror && children({ mirror, language, switch_language, forget: () => keep(null) })}</>;
}

function useConnection(token: string | null, types: readonly TypeName[], on_refused: () => void): Mirror | null {
  const [mirror, set_mirror] = useState<Mirror | null>(null);
  useEffect(() => {
    if (!token) return;
    const started = new Mirror(token, types);
    const stop_listening = started.subscribe(() => {
      if (started.phase === 'refused') on_refused();
    });
    set_mirror(started);
    void started.run();
    return () => {
      stop_listening();
      started.end();
      set_mirror(null);
    };
  }, [token]);
  return mirror;
}

/** Redraws whenever the copy of the show changes. */
export function useMirror(mirror: Mirror): void {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => mirror.subscribe(() => redraw(undefined)), [mirror]);
}
