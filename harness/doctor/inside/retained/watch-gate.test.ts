import { expect, test } from 'vitest';
import { MiB } from '../../../test/builders.ts';
import { WatchGate } from './watch-gate.ts';

function readAll(gate: WatchGate, mib: readonly number[]): boolean[] {
  return mib.map((unqueued) => {
    gate.read(unqueued * MiB);
    return gate.isOpen;
  });
}

test('allocations are looked at as soon as so much is in use, and for as long as it is', () => {
  expect(readAll(new WatchGate(), [1, 7, 8, 20, 60, 9])).toEqual([false, false, true, true, true, true]);
});

test('what has turned out to be garbage is looked at again when it stays', () => {
  const gate = new WatchGate();
  expect(readAll(gate, [9, 20, 3])).toEqual([true, true, false]);
  expect(readAll(gate, [9, 17, 25, 33, 41, 49, 57])).toEqual([
    ...Array.from({ length: 6 }, () => false),
    true,
  ]);
});

test('what comes and goes is not looked at, however much it is in between', () => {
  const gate = new WatchGate();
  readAll(gate, [9, 3]);
  const sawtooth = Array.from({ length: 10 }, () => [9, 17, 25, 33, 2]).flat();
  expect(readAll(gate, sawtooth)).not.toContain(true);
});

test('memory is read at the mark for the first time, and later in even steps', () => {
  const gate = new WatchGate();
  gate.read(2 * MiB);
  expect([gate.nextStepBytes(2 * MiB), gate.nextStepBytes(7.5 * MiB)]).toEqual([6 * MiB, MiB]);
  readAll(gate, [9, 2]);
  expect(gate.nextStepBytes(2 * MiB)).toBe(8 * MiB);
});
