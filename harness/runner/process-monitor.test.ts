import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { monitorProcess, prepareMonitor } from './process-monitor.ts';

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
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
