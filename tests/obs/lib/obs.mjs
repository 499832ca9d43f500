// SPDX-License-Identifier: GPL-2.0-or-later
// The real OBS Studio on a private configuration, under Xvfb: seeded, started, asked, stopped.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import WebSocket from 'ws';
import { freePort, start, stop, stopAll, until } from './process.mjs';

const kName = 'leitai';

/** Xvfb on a display that it chooses itself. Where it stops, so does all that was started, as after a failed test. */
export async function startDisplay(folder) {
  const numberFile = path.join(folder, 'display');
  fs.writeFileSync(numberFile, '');
  const sink = fs.openSync(numberFile, 'w');
  const { spawn } = await import('node:child_process');
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', sink],
  });
  fs.closeSync(sink);
  child.done = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  process.on('exit', () => child.kill('SIGKILL'));
  const number = await until('Xvfb', () => fs.readFileSync(numberFile, 'utf8').trim());
  return {
    display: `:${number}`,
    stop: async () => {
      await stopAll();
      await stop(child, 'SIGTERM');
    },
  };
}

function ini(sections) {
  return Object.entries(sections)
    .map(([name, keys]) => `[${name}]\n${Object.entries(keys).map(([key, value]) => `${key}=${value}`).join('\n')}\n`)
    .join('\n');
}

function sceneItem(id, name, width, height) {
  return {
    id,
    name,
    visible: true,
    locked: false,
    pos: { x: 0, y: 0 },
    scale: { x: 1, y: 1 },
    rot: 0,
    align: 5,
    bounds_type: 2,
    bounds_align: 0,
    bounds: { x: width, y: height },
    crop_left: 0,
    crop_top: 0,
    crop_right: 0,
    crop_bottom: 0,
  };
}

/** The scene "Stage": the given sources, lowest first, each filling the canvas. */
function sceneCollection(sources, width, height) {
  return {
    name: kName,
    current_scene: 'Stage',
    current_program_scene: 'Stage',
    scene_order: [{ name: 'Stage' }],
    transition_duration: 300,
    sources: [
      ...sources.map((source) => ({ versioned_id: source.id, enabled: true, volume: 0, muted: true, ...source })),
      {
        id: 'scene',
        name: 'Stage',
        settings: {
          id_counter: sources.length + 1,
          custom_size: false,
          items: sources.map((source, index) => sceneItem(index + 1, source.name, width, height)),
        },
      },
    ],
  };
}

/** OBS's advanced recording by x264 with these settings of the encoder. */
function advancedRecording(folder, profile, encoder) {
  fs.writeFileSync(path.join(profile, 'recordEncoder.json'), JSON.stringify(encoder));
  return { RecType: 'Standard', RecFilePath: folder, RecFormat: 'mkv', RecEncoder: 'obs_x264', RecTracks: 1 };
}

/** Writes everything that OBS asks for on a first start, so that no dialog stands in the way. */
export function seed(folder, { width, height, outputWidth = width, outputHeight = height, fps, sources, recording, encoder,
                               leitai, websocketPort, websocketPassword, colorFormat = 'NV12' }) {
  const config = path.join(folder, 'config', 'obs-studio');
  const profile = path.join(config, 'basic', 'profiles', kName);
  const scenes = path.join(config, 'basic', 'scenes');
  fs.mkdirSync(profile, { recursive: true });
  fs.mkdirSync(scenes, { recursive: true });
  fs.mkdirSync(path.join(folder, 'home'), { recursive: true });
  fs.writeFileSync(path.join(config, 'global.ini'), ini({
    General: { FirstRun: true, EnableAutoUpdates: false, InfoIncrement: 99, LastVersion: 486539268 },
    Basic: { Profile: kName, ProfileDir: kName, SceneCollection: kName, SceneCollectionFile: kName },
    BasicWindow: { PreviewEnabled: false },
    OBSWebSocket: {
      FirstLoad: false,
      ServerEnabled: true,
      ServerPort: websocketPort,
      AlertsEnabled: false,
      AuthRequired: true,
      ServerPassword: websocketPassword,
    },
  }));
  fs.writeFileSync(path.join(profile, 'basic.ini'), ini({
    General: { Name: kName },
    Video: {
      BaseCX: width, BaseCY: height, OutputCX: outputWidth, OutputCY: outputHeight,
      FPSType: 1, FPSInt: fps, ColorFormat: colorFormat, ColorSpace: 709, ColorRange: 'Partial', ScaleType: 'bicubic',
    },
    Audio: { SampleRate: 48000, ChannelSetup: 'Stereo' },
    Output: { Mode: encoder ? 'Advanced' : 'Simple', FilenameFormatting: 'program' },
    SimpleOutput: { FilePath: folder, RecFormat: 'mkv', ...recording },
    AdvOut: encoder ? advancedRecording(folder, profile, encoder) : {},
  }));
  fs.writeFileSync(path.join(scenes, `${kName}.json`), JSON.stringify(sceneCollection(sources, width, height)));
  fs.writeFileSync(path.join(folder, 'leitai.json'), JSON.stringify(leitai), { mode: 0o600 });
}

/** One OBS process with the plugin of `build`. */
export class Obs {
  constructor(folder, options) {
    this.folder = folder;
    this.options = options;
  }

  static async start(folder, options) {
    fs.mkdirSync(folder, { recursive: true });
    const obs = new Obs(folder, options);
    obs.port = await freePort();
    obs.token = crypto.randomBytes(24).toString('hex');
    obs.url = `http://127.0.0.1:${obs.port}`;
    obs.websocketPort = await freePort();
    obs.websocketPassword = crypto.randomBytes(12).toString('hex');
    const leitai = { port: obs.port, bind: '127.0.0.1', show: path.join(folder, 'show.leitai'), token: obs.token,
                     ...options.leitai };
    seed(folder, { ...options, leitai, websocketPort: obs.websocketPort, websocketPassword: obs.websocketPassword });
    await obs.launch();
    return obs;
  }

  async launch() {
    const { build, display, record = false, env = {} } = this.options;
    this.log = path.join(this.folder, 'obs.log');
    const args = ['--multi', '--minimize-to-tray', '--disable-updater', '--disable-shutdown-check',
                  '--collection', kName, '--profile', kName];
    if (record) args.push('--startrecording');
    this.child = start('obs', args, {
      log: this.log,
      env: {
        ...process.env,
        DISPLAY: display,
        QT_QPA_PLATFORM: 'xcb',
        LIBGL_ALWAYS_SOFTWARE: '1',
        HOME: path.join(this.folder, 'home'),
        XDG_CONFIG_HOME: path.join(this.folder, 'config'),
        XDG_RUNTIME_DIR: this.folder,
        LEITAI_CONFIG: path.join(this.folder, 'leitai.json'),
        OBS_PLUGINS_PATH: path.join(build, 'plugin'),
        OBS_PLUGINS_DATA_PATH: this.dataFolder(),
        ...env,
      },
    });
    await until('OBS to open its WebSocket', () => this.alive() && this.request('GetVersion'), { timeoutMs: 60_000 });
    // OBS 29 answers before its window stands; asked to quit then, it crashes in one of three times, with or without us.
    await until('OBS to draw', async () => this.alive() && (await this.request('GetStats')).activeFps > 0);
    await this.windowStands();
  }

  /** Its window is painted: the main thread has had next to nothing to do, twice in a row. */
  async windowStands() {
    const ticks = () => {
      const stat = fs.readFileSync(`/proc/${this.child.pid}/task/${this.child.pid}/stat`, 'utf8');
      const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13);
      return Number(user) + Number(system);
    };
    let before = ticks();
    let quiet = 0;
    await until('the window of OBS to stand', () => {
      const now = this.alive() && ticks();
      quiet = now - before <= 2 ? quiet + 1 : 0;
      before = now;
      return quiet >= 2;
    }, { everyMs: 250 });
  }

  /** OBS looks for a module's data in a folder of the module's name. */
  dataFolder() {
    const folder = path.join(this.folder, 'plugin-data');
    const link = path.join(folder, 'leitai');
    fs.mkdirSync(folder, { recursive: true });
    if (!fs.existsSync(link)) fs.symlinkSync(path.join(this.options.build, 'plugin', 'data'), link);
    return folder;
  }

  alive() {
    const { exitCode, signalCode } = this.child;
    if (exitCode !== null || signalCode !== null) throw new Error(`OBS ended with ${exitCode ?? signalCode}; see ${this.log}`);
    return true;
  }

  logText() {
    return fs.readFileSync(this.log, 'utf8');
  }

  /** One request over obs-websocket 5, retried while OBS is still loading (code 207). */
  async request(requestType, requestData = {}) {
    const socket = await this.connect();
    const requestId = crypto.randomUUID();
    const answer = await new Promise((resolve, reject) => {
      socket.on('close', () => reject(new Error('obs-websocket closed')));
      socket.on('message', (text) => {
        const message = JSON.parse(text);
        if (message.op === 7 && message.d.requestId === requestId) resolve(message.d);
      });
      socket.send(JSON.stringify({ op: 6, d: { requestType, requestId, requestData } }));
    });
    socket.removeAllListeners('close');
    socket.close();
    if (answer.requestStatus.code === 207) {
      return until('OBS to be ready', () => this.request(requestType, requestData));
    }
    if (!answer.requestStatus.result) {
      throw new Error(`${requestType}: ${answer.requestStatus.code} ${answer.requestStatus.comment ?? ''}`);
    }
    return answer.responseData ?? {};
  }

  /** A request to the vendor `leitai`; its answer, `status` among it. */
  async vendor(requestType, requestData = {}) {
    // obs-websocket refuses data that is there and empty.
    const data = Object.keys(requestData).length === 0 ? {} : { requestData };
    const answer = await this.request('CallVendorRequest', { vendorName: 'leitai', requestType, ...data });
    return answer.responseData;
  }

  /** Collects what the vendor `leitai` tells, until close(). */
  async vendorEvents() {
    const socket = await this.connect();
    const events = [];
    socket.on('message', (text) => {
      const { op, d } = JSON.parse(text);
      if (op === 5 && d.eventType === 'VendorEvent' && d.eventData.vendorName === 'leitai') events.push(d.eventData);
    });
    return { events, close: () => socket.close() };
  }

  connect() {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${this.websocketPort}`);
      socket.on('error', reject);
      socket.on('message', (text) => {
        const { op, d } = JSON.parse(text);
        if (op === 0) socket.send(JSON.stringify({ op: 1, d: { rpcVersion: 1, authentication: this.proof(d) } }));
        if (op === 2) {
          socket.removeAllListeners('message');
          resolve(socket);
        }
      });
    });
  }

  proof({ authentication }) {
    if (!authentication) return undefined;
    const hash = (text) => crypto.createHash('sha256').update(text).digest('base64');
    return hash(hash(this.websocketPassword + authentication.salt) + authentication.challenge);
  }

  /** What a source (a scene too) looks like now, as the bytes of a PNG. */
  async screenshot(sourceName, { width, height }) {
    const { imageData } = await this.request('GetSourceScreenshot',
                                             { sourceName, imageFormat: 'png', imageWidth: width, imageHeight: height });
    return Buffer.from(imageData.slice(imageData.indexOf(',') + 1), 'base64');
  }

  /** Starts recording and waits until frames arrive in the file. */
  async startRecording() {
    await this.request('StartRecord');
    await until('the recording to run', async () => (await this.request('GetRecordStatus')).outputDuration > 200);
  }

  /**
   * Ends the recording and gives its file, closed and whole. With the lossless output OBS 29 crashes now and then as it
   * ends a recording (its video thread writes into what was freed; without any plugin of ours too): it is started again.
   */
  async stopRecording() {
    const stops = () => this.logText().split('==== Recording Stop').length;
    const before = stops();
    const { outputPath } = await this.request('StopRecord');
    await until('the recording to end', () => !this.running() || stops() > before);
    await until('the file to be closed', () => !this.running() || !this.hasOpen(outputPath));
    // A crash comes within the next frames, or not at all.
    await until('more frames, or the end', async () => !this.running() || (await this.framesAfter(10)));
    if (!this.running()) await this.launch();
    return outputPath;
  }

  async framesAfter(count) {
    const frames = async () => (await this.request('GetStats')).renderTotalFrames;
    const first = await frames();
    return until('frames', async () => !this.running() || (await frames()) >= first + count);
  }

  running() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  hasOpen(file) {
    const folder = `/proc/${this.child.pid}/fd`;
    try {
      return fs.readdirSync(folder).some((descriptor) => fs.readlinkSync(path.join(folder, descriptor)) === file);
    } catch {
      return true; // one was closed meanwhile: look again
    }
  }

  /** Asks OBS to quit, as a session manager would. While an output runs it would ask back: stop it first. */
  async quit() {
    return stop(this.child, 'SIGINT', 30_000);
  }

  /** A call of the plugin's own API; throws the problem document where it is refused. */
  async api(method, where, body, headers = {}) {
    const response = await fetch(this.url + where, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${bytes}`);
    return response.headers.get('content-type')?.includes('json') ? JSON.parse(bytes) : bytes;
  }
}
