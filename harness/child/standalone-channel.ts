/** Replaces the channel if there is no parent: a child that is run by hand, to see why it fails. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reply, RunMessage } from '../protocol.ts';
import type { ParameterValue } from '../scenario.ts';
import type { Channel } from './channel.ts';

const PEER_READY_MS = 10 * 1000;
const POLL_MS = 5;
/** A process of its own: the measured one loads no compiler. */
const COMPILER = fileURLToPath(new URL('../catalogue/peers/compile-peer.js', import.meta.url));

export function openStandaloneChannel(tempDir: string): Channel {
  mkdirSync(tempDir, { recursive: true });
  const send = (message: RunMessage): void => {
    writeSync(1, `${JSON.stringify(message, null, 2)}\n`);
  };
  return {
    send,
    ask: (message) => {
      send(message);
      return message.type === 'start-peer' ? startPeer(message.url, message.settings) : { type: 'received' };
    },
  };
}

/** A peer reports that it is ready on its descriptor 3, here a file; it exits when its stdin, a pipe, ends. */
function startPeer(url: string, settings: Readonly<Record<string, ParameterValue>>): Reply {
  const { status, stdout: file, stderr } = spawnSync(process.execPath, [COMPILER, url], { encoding: 'utf8' });
  if (status !== 0) return { type: 'refused', message: stderr };
  const ready = join(mkdtempSync(join(tmpdir(), 'tidemark-peer-')), 'ready.json');
  const stdio = ['pipe', 'inherit', 'inherit', openSync(ready, 'w')] as const;
  const words = ['--enable-source-maps', file, JSON.stringify(settings)];
  const peer = spawn(process.execPath, words, { stdio: [...stdio] });
  peer.unref();
  // One that does not listen for the end of its stdin would stay, and hold stdout open.
  process.once('exit', () => peer.pid !== undefined && peer.kill('SIGKILL'));
  const deadline = performance.now() + PEER_READY_MS;
  while (performance.now() < deadline) {
    // The last may not be whole yet.
    const lines = readFileSync(ready, 'utf8').split('\n').slice(0, -1);
    const port = lines.map(parsePort).find((each) => each !== undefined);
    if (port !== undefined) return { type: 'peer', port };
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
  return { type: 'refused', message: `it was not ready after ${PEER_READY_MS} ms` };
}

/** A line that is not a port is skipped, as by the parent. */
function parsePort(line: string): number | undefined {
  try {
    const said = JSON.parse(line) as { readonly port?: unknown } | null;
    return typeof said?.port === 'number' ? said.port : undefined;
  } catch {
    return undefined;
  }
}
