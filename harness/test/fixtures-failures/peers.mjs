/** Starts the other end of a connection as `startPeer` does, and can end it at any moment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const READY_MS = 60 * 1000;

export class Peers {
  #children = [];

  get count() {
    return this.#children.length;
  }

  start(url, settings = {}) {
    const file = fileURLToPath(url).replace(/\.ts$/, '.js');
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-peer-'));
    const ready = openSync(join(folder, 'ready.json'), 'w');
    const stdio = ['pipe', 'ignore', 'ignore', ready];
    const child = spawn(process.execPath, [file, JSON.stringify(settings)], { stdio });
    this.#children.push(child);
    // Only what the scenario opened keeps the process alive.
    child.unref();
    child.stdin.unref();
    const deadline = performance.now() + READY_MS;
    for (let said = ''; ; said = readFileSync(join(folder, 'ready.json'), 'utf8')) {
      if (said.endsWith('\n')) {
        closeSync(ready);
        rmSync(folder, { recursive: true });
        return JSON.parse(said);
      }
      if (performance.now() > deadline) throw new Error(`${file} was not ready`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }

  kill() {
    for (const child of this.#children) child.kill('SIGKILL');
  }

  async end() {
    const running = this.#children.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    const exits = running.map((child) => {
      child.ref();
      return once(child, 'exit');
    });
    this.kill();
    await Promise.all(exits);
    for (const { stdin } of this.#children) stdin.destroy();
  }
}
