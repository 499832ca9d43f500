// SPDX-License-Identifier: GPL-2.0-or-later
// A moving background for films: slow stage light, made by FFmpeg, looping.
import { run } from './process.mjs';

export async function makeHall(file, { width, height, fps, seconds = 12 }) {
  // Two sweeps of light that come back to where they began, so that the loop has no seam.
  const turn = `2*PI*T/${seconds}`;
  const beam = (x, spread) => `exp(-pow((X/W-${x})/(${spread}*(0.35+Y/H)),2))`;
  const left = beam(`(0.3+0.16*sin(${turn}))`, 0.16);
  const right = beam(`(0.72+0.14*cos(${turn}))`, 0.13);
  const floor = '(0.35+0.65*Y/H)';
  const light = `geq=r='26+54*${left}+64*${right}':g='34+62*${left}*${floor}+40*${right}':b='62+104*${left}+88*${right}*${floor}'`;
  await run('ffmpeg', ['-y', '-v', 'error', '-f', 'lavfi',
    '-i', `color=black:s=${width / 4}x${height / 4}:r=${fps}:d=${seconds},format=rgb24,${light},scale=${width}:${height}:flags=bicubic`,
    '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-pix_fmt', 'yuv420p', file]);
}
