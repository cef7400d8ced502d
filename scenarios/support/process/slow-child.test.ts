import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import ipcAwaitCallback from '../../process/ipc-await-callback.ts';
import ipcIgnoreFalse from '../../process/ipc-ignore-false.ts';
import { startSlowChild, stopSlowChild, waitUntilHandled } from './slow-child.ts';

const { signal } = new AbortController();
let child: ChildProcess;

beforeEach(async () => {
  child = await startSlowChild();
});

afterEach(async () => {
  const hasExited = child.exitCode !== null || child.signalCode !== null;
  stopSlowChild(child);
  if (!hasExited) await once(child, 'exit');
});

test('waiting ends when the process has handled the last message', async () => {
  const handled = waitUntilHandled(child, 2, signal);
  child.send('one');
  child.send('two');
  await handled;
  expect(child.listenerCount('message')).toBe(0);
});

describe('waiting rejects', () => {
  test('if the process exits before it has handled the last message', async () => {
    const handled = waitUntilHandled(child, 1, signal);
    child.kill('SIGKILL');
    await expect(handled).rejects.toMatchObject({ cause: new Error('the process has exited') });
  });

  test('if the process has exited already', async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect(waitUntilHandled(child, 1, signal)).rejects.toMatchObject({
      cause: new Error('the process has exited'),
    });
  });
});

describe.each([ipcAwaitCallback, ipcIgnoreFalse])('$name', ({ run }) => {
  const runUntil = async (stop: () => void, runSignal: AbortSignal): Promise<void> => {
    let calls = 0;
    const record = (): void => {
      calls += 1;
      if (calls === 10) stop();
    };
    const parameters = { messages: 512, messageSize: 16 * 1024 };
    await run({ parameters, prepared: child, record, signal: runSignal } as never);
  };

  // An unhandled rejection would fail the test as well.
  test('rejects once if it is aborted while it sends', async () => {
    const abort = new AbortController();
    await expect(runUntil(() => abort.abort(), abort.signal)).rejects.toThrow('aborted');
  });

  test('rejects if the process exits while it sends', async () => {
    await expect(runUntil(() => child.kill('SIGKILL'), signal)).rejects.toThrow();
  });
});
