// SPDX-License-Identifier: GPL-2.0-or-later
// Writes the sample contests: node make.mjs. With --check it writes nothing, and fails where a file is another one.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { campaign } from './campaign.mjs';
import { countyFinal } from './county-final.mjs';
import { districtsQuarter } from './districts-quarter.mjs';
import { fiveStar } from './five-star.mjs';
import { streetArena } from './street-arena.mjs';

const samples = {
  campaign,
  'county-final': countyFinal,
  'districts-quarter': districtsQuarter,
  'five-star': fiveStar,
  'street-arena': streetArena,
};
const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

for (const [name, make] of Object.entries(samples)) {
  const file = path.join(folder, `${name}.ndjson`);
  const text = make().text();
  const same = fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text;
  if (check && !same) {
    console.error(`${name}.ndjson is not what make.mjs writes: run ./run samples`);
    process.exitCode = 1;
  }
  if (!check) fs.writeFileSync(file, text);
  console.log(
    `${name}: ${text.split('\n').length - 1} lines, ${Math.round(Buffer.byteLength(text) / 1000)} kB${same ? '' : ', new'}`,
  );
}
