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

const kBits = 16;
/** Pixels at the upper edge that the numbers take. */
export const kCodeHeight = 24;

/** The hall with the number of each of its frames along its upper edge, in black and white blocks. */
export async function makeNumberedHall(file, { width, height, fps, seconds }) {
  const hall = `${file}.hall.mp4`;
  await makeHall(hall, { width, height, fps, seconds });
  const bits = `geq=lum='if(mod(floor(N/pow(2\\,X))\\,2)\\,235\\,16)':cb=128:cr=128`;
  await run('ffmpeg', ['-y', '-v', 'error', '-i', hall, '-f', 'lavfi',
    '-i', `color=black:s=${kBits}x2:r=${fps}:d=${seconds},format=yuv444p,${bits},scale=${width}:${kCodeHeight}:flags=neighbor`,
    '-filter_complex', 'overlay=format=yuv420:shortest=1', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-pix_fmt', 'yuv420p',
    '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv', file]);
}

/** The numbers that the frames of a recording show, in order. */
export async function numbersIn(film) {
  const bytes = await run('ffmpeg', ['-v', 'error', '-i', film, '-vf', `crop=iw:${kCodeHeight / 2}:0:${kCodeHeight / 4},scale=${kBits}:1:flags=area`,
    '-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']);
  return Array.from({ length: bytes.length / kBits }, (_, frame) => {
    let number = 0;
    for (let bit = 0; bit < kBits; ++bit) if (bytes[frame * kBits + bit] > 127) number += 2 ** bit;
    return number;
  });
}
