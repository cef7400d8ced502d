import { expect, test } from 'vitest';
import type { FinalFigures, PartialFigures, RunRecord } from '../protocol.ts';
import { ChildState } from './child-state.ts';

const FIGURES = { durationMs: 1 } as FinalFigures;
const partial = (count: number): PartialFigures => ({
  counters: { byLabel: {}, peakBufferedBytes: count, bytesDelivered: 0, recorded: {} },
  checks: [],
});

function describeInformational(...records: readonly RunRecord[]): ChildState {
  const told = new ChildState();
  for (const record of records) told.take(record);
  return told;
}

test('a child is in its first phase until it says another', () => {
  expect(describeInformational().describeEnd()).toEqual({
    phase: 'start',
    isFinal: false,
    failure: undefined,
    exitedWith: undefined,
  });
  expect(describeInformational({ seq: 0, type: 'phase', phase: 'run', atMs: 1 })).toMatchObject({
    isEnding: false,
  });
});

test('figures are final only where no record before them is missing', () => {
  const final = (seq: number): RunRecord => ({ seq, type: 'final', figures: FIGURES });
  const whole = describeInformational({ seq: 0, type: 'phase', phase: 'run', atMs: 1 }, final(1));
  expect(whole.describeEnd()).toMatchObject({ isFinal: true, phase: 'run' });
  expect(whole.isEnding).toBe(true);
  const cut = describeInformational({ seq: 0, type: 'phase', phase: 'run', atMs: 1 }, final(2));
  expect(cut.describeEnd().isFinal).toBe(false);
  expect(cut.figures).toBe(FIGURES);
});

test('what failed first is the reason, and what was counted first is kept', () => {
  const failure = (seq: number, message: string): RunRecord => ({
    seq,
    type: 'failure',
    phase: 'run',
    error: { name: 'Error', message },
    partial: partial(seq),
  });
  const told = describeInformational(failure(0, 'the cause'), failure(1, 'what came of it'));
  expect(told.describeEnd().failure?.message).toBe('the cause');
  expect(told.partial?.counters.peakBufferedBytes).toBe(0);
  expect(told.isEnding).toBe(true);
});

test('a child that exits early says with what, and in which phase', () => {
  const told = describeInformational({ seq: 0, type: 'exit', phase: 'setup', code: 3, partial: partial(1) });
  expect(told.describeEnd()).toMatchObject({ phase: 'setup', exitedWith: 3, isFinal: false });
});
