import { expect, test } from 'vitest';
import { passSignals } from './pass-signals.ts';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

function listPassed(onTerminal: boolean): string[] {
  const passed: string[] = [];
  const signals = passSignals(onTerminal);
  signals.passTo((signal) => passed.push(signal));
  for (const signal of SIGNALS) process.emit(signal, signal);
  signals.stop();
  return passed;
}

test('every signal reaches the program', () => {
  expect(listPassed(false)).toEqual(SIGNALS);
});

// The second Ctrl+C makes many programs stop at once.
test('what a terminal sends to both reaches the program once', () => {
  expect(listPassed(true)).toEqual(['SIGTERM']);
});

test('a signal that comes before the program has started reaches it then', () => {
  const passed: string[] = [];
  const signals = passSignals(false);
  process.emit('SIGTERM', 'SIGTERM');
  signals.passTo((signal) => passed.push(signal));
  signals.stop();
  expect(passed).toEqual(['SIGTERM']);
});

test('nothing listens any more once the program has ended', () => {
  const before = process.listenerCount('SIGTERM');
  passSignals(false).stop();
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
