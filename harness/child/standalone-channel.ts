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
  spawn(process.execPath, ['--enable-source-maps', file, JSON.stringify(settings)], {
    stdio: [...stdio],
  }).unref();
  const deadline = performance.now() + PEER_READY_MS;
  while (performance.now() < deadline) {
    const said = readFileSync(ready, 'utf8');
    if (said.endsWith('\n')) return { type: 'peer', port: (JSON.parse(said) as { port: number }).port };
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
  return { type: 'refused', message: `it was not ready after ${PEER_READY_MS} ms` };
}
