// SPDX-License-Identifier: GPL-2.0-or-later
import type { Language } from './language';

const en = {
  other_language: '中文',
  refused: 'The server did not accept the token.',
  token_title: 'Connect to the show',
  token_hint: 'Paste the token, or the whole address that Leitai printed when it started.',
  connect: 'Connect',
};

export type SessionStrings = typeof en;

const zh: SessionStrings = {
  other_language: 'English',
  refused: '服务器不接受这个令牌。',
  token_title: '连接到节目',
  token_hint: '粘贴令牌，或粘贴启动时打印的完整地址。',
  connect: '连接',
};

export function session_strings(language: Language): SessionStrings {
  return language === 'zh' ? zh : en;
}
