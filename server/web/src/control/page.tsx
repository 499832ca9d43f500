// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useState } from 'preact/hooks';
import { choose_language, type Language } from '../shared/language';
import { Console } from './console';
import { Login } from './login';
import { Mirror } from './mirror';
import { strings } from './strings';
import { keep_token, take_token } from './token';

/** Either the console of a show, or the question for a token. */
export function Page({ token: first, language: preferred }: { token: string | null; language: Language }) {
  const [token, set_token] = useState(first);
  const [language, set_language] = useState(preferred);
  const [mirror, set_mirror] = useState<Mirror | null>(null);
  const [refused, set_refused] = useState(false);
  const text = strings(language);

  useEffect(() => {
    if (!token) return;
    const started = new Mirror(token);
    const stop_listening = started.subscribe(() => {
      if (started.phase !== 'refused') return;
      set_refused(true);
      set_token(null);
    });
    set_refused(false);
    set_mirror(started);
    void started.run();
    return () => {
      stop_listening();
      started.end();
      set_mirror(null);
    };
  }, [token]);

  useEffect(() => {
    const moved = () => {
      const given = take_token();
      if (given) set_token(given);
    };
    window.addEventListener('hashchange', moved);
    return () => window.removeEventListener('hashchange', moved);
  }, []);

  useEffect(() => {
    document.title = `Leitai · ${text.control}`;
  }, [text]);

  const switch_language = () => {
    const other: Language = language === 'zh' ? 'en' : 'zh';
    choose_language(other);
    set_language(other);
  };
  const submit = (given: string) => {
    keep_token(given);
    set_token(given);
  };
  if (!token) {
    return (
      <>
        <button type="button" class="plain corner" onClick={switch_language}>
          {text.other_language}
        </button>
        <Login text={text} refused={refused} submit={submit} />
      </>
    );
  }
  const forget = () => {
    keep_token(null);
    set_token(null);
  };
  return mirror && <Console mirror={mirror} text={text} switch_language={switch_language} forget={forget} />;
}
