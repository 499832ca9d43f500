// SPDX-License-Identifier: GPL-2.0-or-later
// Pictures as pixels: decoded by FFmpeg, laid over each other in linear light, compared.
import { spawn } from 'node:child_process';
import { run } from './process.mjs';

/** The frame of a film at `seconds`, as {width, height, data} with three bytes a pixel. */
export async function frameAt(film, seconds, { width, height }) {
  const data = await run('ffmpeg', ['-v', 'error', '-i', film, '-ss', seconds.toFixed(4), '-frames:v', '1', '-f', 'rawvideo',
    '-pix_fmt', 'rgb24', '-']);
  if (data.length !== width * height * 3) throw new Error(`no frame at ${seconds} s in ${film}`);
  return { width, height, data };
}

/** All frames of a stretch of film, in order. */
export async function framesBetween(film, from, to, { width, height }) {
  const bytes = await run('ffmpeg', ['-v', 'error', '-i', film, '-ss', from.toFixed(4), '-to', to.toFixed(4), '-f', 'rawvideo',
    '-pix_fmt', 'rgb24', '-']);
  const size = width * height * 3;
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => ({
    width,
    height,
    data: bytes.subarray(index * size, (index + 1) * size),
  }));
}

export async function durationOf(film) {
  return Number(await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', film]));
}

/** A PNG's pixels, four bytes each, straight alpha. */
export function decodePng(png, { width, height }) {
  return new Promise((resolve, reject) => {
    const child = spawn('ffmpeg', ['-v', 'error', '-f', 'png_pipe', '-i', '-', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-']);
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('close', () => {
      const data = Buffer.concat(chunks);
      if (data.length === width * height * 4) resolve({ width, height, data });
      else reject(new Error(`a PNG of ${data.length / 4} pixels, not ${width}×${height}`));
    });
    child.stdin.end(png);
  });
}

const toLinear = Float64Array.from({ length: 256 }, (_, value) => {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

function toSrgb(light) {
  const v = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, v)));
}

/** A picture with straight alpha over one colour, added up in linear light as OBS does. */
export function over(picture, [r, g, b]) {
  const background = [toLinear[r], toLinear[g], toLinear[b]];
  const data = Buffer.alloc(picture.width * picture.height * 3);
  for (let pixel = 0; pixel < picture.width * picture.height; ++pixel) {
    const alpha = picture.data[pixel * 4 + 3] / 255;
    for (let channel = 0; channel < 3; ++channel) {
      const light = toLinear[picture.data[pixel * 4 + channel]] * alpha + background[channel] * (1 - alpha);
      data[pixel * 3 + channel] = toSrgb(light);
    }
  }
  return { width: picture.width, height: picture.height, data };
}

/** How far two pictures are apart: the largest difference, and the share of channels past `limit`. */
export function compare(a, b, limit) {
  let largest = 0;
  let past = 0;
  let squares = 0;
  for (let i = 0; i < a.data.length; ++i) {
    const difference = Math.abs(a.data[i] - b.data[i]);
    largest = Math.max(largest, difference);
    squares += difference * difference;
    if (difference > limit) ++past;
  }
  return { largest, past: past / a.data.length, rms: Math.sqrt(squares / a.data.length) };
}
