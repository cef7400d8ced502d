import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Interruption, listenForInterrupts } from './interruption.ts';

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

let interruption: Interruption | undefined;
afterEach(() => {
  interruption?.stop();
  vi.restoreAllMocks();
});

function listen() {
  const said: string[] = [];
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  interruption = listenForInterrupts({ say: (text) => said.push(text) });
  return { ...{ said, exit }, interruption };
}

describe.each(SIGNALS)('%s', (signal, code) => {
  test('stops the current run, and decides the exit code', () => {
    const { interruption, said, exit } = listen();
    expect(interruption.exitCode).toBeUndefined();
    process.emit(signal, signal);
    expect(interruption).toMatchObject({ exitCode: code, signal: { aborted: true } });
    expect(said).toHaveLength(1);
    expect(exit).not.toHaveBeenCalled();
  });

  test('ends tidemark at once if it is the second signal', () => {
    const { exit } = listen();
    process.emit('SIGINT', 'SIGINT');
    process.emit(signal, signal);
    expect(exit).toHaveBeenCalledExactlyOnceWith(code);
  });

  test('is left to the system when nothing is measured any more', () => {
    const before = process.listenerCount(signal);
    const { interruption } = listen();
    expect(process.listenerCount(signal)).toBe(before + 1);
    interruption.stop();
    expect(process.listenerCount(signal)).toBe(before);
  });
});
