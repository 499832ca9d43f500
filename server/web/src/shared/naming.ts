// SPDX-License-Identifier: GPL-2.0-or-later

/** "3 张三"; just "3号选手" where the name begins with the number anyway. */
export function numbered_name(number: string, name: string): string {
  return number && !name.startsWith(`${number}号`) ? `${number} ${name}` : name;
}
