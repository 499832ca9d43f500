// SPDX-License-Identifier: GPL-2.0-or-later
import qrcode from 'qrcode-generator';

const kQuiet = 4;

/** Black on white, with its quiet zone: scanned off a screen in a dark hall. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const side = count + 2 * kQuiet;
  let path = '';
  for (let y = 0; y < count; y += 1) {
    for (let x = 0; x < count; x += 1) if (code.isDark(y, x)) path += `M${x + kQuiet} ${y + kQuiet}h1v1h-1z`;
  }
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} shape-rendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
