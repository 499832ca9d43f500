// SPDX-License-Identifier: GPL-2.0-or-later
import { useEffect, useState } from 'preact/hooks';
import { choose_language, type Language } from '../shared/language';
import { BallotView } from './ballot_view';
import { Entry } from './entry';
import { keep_code, keep_session, recall_code, recall_session, Shelf, type Session } from './shelf';
import { strings } from './strings';

interface Props {
  language: Language;
  take_code: () => void;
}

/** A code that this very phone has entered already. */
function is_of(code: string, session: Session | null): boolean {
  return session !== null && code.startsWith(`${session.ballot}.`);
}

/** Either the question for a code, or the ballot that it opened. */
export function App({ language: first, take_code }: Props) {
  const [language, set_language] = useState(first);
  const [session, set_session] = useState(recall_session);
  const [code, set_code] = useState(recall_code);
  const [ended, set_ended] = useState<Session | null>(null);
  const text = strings(language);

  useEffect(() => {
    document.title = `Leitai · ${text.page}`;
  }, [language]);
  useEffect(() => {
    const moved = () => {
      take_code();
      set_code(recall_code());
    };
    const other_tab = () => set_session(recall_session());
    window.addEventListener('hashchange', moved);
    window.addEventListener('storage', other_tab);
    return () => {
      window.removeEventListener('hashchange', moved);
      window.removeEventListener('storage', other_tab);
    };
  }, []);

  const switch_language = () => {
    const other: Language = language === 'zh' ? 'en' : 'zh';
    choose_language(other);
    set_language(other);
  };
  const opened = (given: Session) => {
    keep_code(null);
    set_code(null);
    const before = ended ?? session;
    if (before && before.ballot !== given.ballot && before.whose === given.whose) new Shelf(given.ballot).adopt(before.ballot);
    keep_session(given);
    set_ended(null);
    set_session(given);
  };
  const dismissed = () => {
    keep_code(null);
    set_code(null);
  };
  const taken_back = () => {
    // Another tab may have entered anew meanwhile.
    if (recall_session()?.token === session?.token) keep_session(null);
    set_ended(session);
    set_session(recall_session());
  };
  if (session && (!code || is_of(code, session))) {
    return <BallotView key={session.token} {...{ session, language, switch_language, taken_back }} />;
  }
  return <Entry {...{ text, code, ended, switch_language, opened, dismissed }} can_return={session !== null} />;
}
