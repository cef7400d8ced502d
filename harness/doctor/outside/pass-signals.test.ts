import { expect, test } from 'vitest';
import { passSignals } from './pass-signals.ts';

function listPassed(onTerminal: boolean): string[] {
  const passed: string[] = [];
  const stop = passSignals((signal) => passed.push(signal), onTerminal);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.emit(signal, signal);
  stop();
  return passed;
}

test('every signal reaches the program', () => {
  expect(listPassed(false)).toEqual(['SIGTERM', 'SIGINT', 'SIGHUP']);
});

// The second Ctrl+C makes many programs stop at once.
test('what a terminal sends to both reaches the program once', () => {
  expect(listPassed(true)).toEqual(['SIGTERM']);
});

test('nothing listens any more once the program has ended', () => {
  const before = process.listenerCount('SIGTERM');
  passSignals(() => {}, false)();
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
