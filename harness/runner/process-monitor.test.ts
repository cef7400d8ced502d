import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { killRest } from '../processes/signal-group.ts';
import { MiB } from '../scenario.ts';
import { chooseReader, monitorProcess, prepareMonitor } from './process-monitor.ts';

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) {
    child.kill('SIGKILL');
    killRest(child.pid ?? 0);
  }
});

test('each RSS is reported, and the greatest is the peak', async () => {
  await prepareMonitor();
  const reported: number[] = [];
  const { promise, resolve } = makePromise();
  const watch = monitorProcess(await startIdle(), (rssBytes) => {
    reported.push(rssBytes);
    if (reported.length === 3) resolve();
  });
  await promise;
  expect(watch.stop()).toMatchObject({ samples: 3, peakRssBytes: Math.max(...reported) });
});

test('a process that could not be read has no figures, rather than zeros', async () => {
  const watch = monitorProcess(await startIdle(), () => {});
  expect(watch.stop()).toEqual({ samples: 0 });
});

test('a process that has exited is not an error', async () => {
  const pid = await startIdle();
  const { promise, resolve } = makePromise();
  const watch = monitorProcess(pid, resolve);
  await promise;
  const [child] = started;
  child?.kill('SIGKILL');
  if (child !== undefined) await once(child, 'exit');
  expect(watch.stop().samples).toBeGreaterThan(0);
});

test.skipIf(process.platform !== 'linux')('no descriptor of a watched process stays open', async () => {
  const pid = await startIdle();
  const { promise, resolve } = makePromise();
  const watch = monitorProcess(pid, resolve);
  await promise;
  expect(openFiles()).toContain(`/proc/${pid}/stat`);
  watch.stop();
  while (openFiles().includes(`/proc/${pid}/stat`)) await wait(50);
});

test('without getconf, whose absence pidusage would report with stacks, memory is what the kernel says', async () => {
  const proc = mkdtempSync(join(tmpdir(), 'tidemark-proc-'));
  mkdirSync(join(proc, '7'));
  writeFileSync(join(proc, '7', 'status'), 'Name:\tnode\nVmHWM:\t  900 kB\nVmRSS:\t  640 kB\n');
  const read = chooseReader('linux', () => false, proc);
  expect(await read(7)).toEqual({ memory: 640 * 1024 });
  await expect(read(8)).rejects.toThrow('ENOENT');
  rmSync(proc, { recursive: true });
});

test.skipIf(process.platform !== 'linux')(
  'with getconf, it says the same, and how much CPU was taken',
  async () => {
    const pid = await startIdle();
    const [with_, without] = [chooseReader('linux', () => true), chooseReader('linux', () => false)];
    const { memory, cpu } = await with_(pid);
    expect(cpu).toBeGreaterThanOrEqual(0);
    // Both are read while it starts.
    expect((await without(pid)).memory).toBeGreaterThan(memory / 2);
  },
);

test.skipIf(process.platform !== 'linux')(
  'a child process counts as memory of the process that started it',
  async () => {
    const hold = `const held = Buffer.alloc(100 * ${MiB}, 1); setInterval(() => held, 1000)`;
    const script = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hold)}]); setInterval(() => {}, 1000)`;
    const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore', detached: true });
    started.push(child);
    await once(child, 'spawn');
    const { promise, resolve } = makePromise();
    // Node alone has 45 MiB, and the other at least its 100.
    const watch = monitorProcess(child.pid ?? 0, (rssBytes) => {
      if (rssBytes > 130 * MiB) resolve();
    });
    await promise;
    expect(watch.stop().peakRssBytes).toBeLessThan(100 * MiB);
  },
);

async function startIdle(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  started.push(child);
  await once(child, 'spawn');
  return child.pid ?? 0;
}

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return '';
    }
  });
}

function makePromise(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
