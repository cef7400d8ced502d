import { expect, test } from 'vitest';
import type { FinalFigures, PartialFigures, RunRecord } from '../protocol.ts';
import { ChildState } from './child-state.ts';

const FIGURES = { durationMs: 1 } as FinalFigures;
const partial = (count: number): PartialFigures => ({
  counters: { byLabel: {}, peakBufferedBytes: count, bytesDelivered: 0, recorded: {} },
  checks: [],
});

function stateAfter(...records: readonly RunRecord[]): ChildState {
  const state = new ChildState();
  for (const record of records) state.apply(record);
  return state;
}

test('a child is in its first phase until it reports another', () => {
  expect(stateAfter().describeEnd()).toEqual({
    phase: 'start',
    isFinal: false,
    failure: undefined,
    exitedWith: undefined,
    refused: undefined,
  });
  expect(stateAfter({ seq: 0, type: 'phase', phase: 'run', atMs: 1 })).toMatchObject({
    isEnding: false,
  });
});

test('figures are final only if no record before them is missing', () => {
  const final = (seq: number): RunRecord => ({ seq, type: 'final', figures: FIGURES });
  const whole = stateAfter({ seq: 0, type: 'phase', phase: 'run', atMs: 1 }, final(1));
  expect(whole.describeEnd()).toMatchObject({ isFinal: true, phase: 'run' });
  expect(whole.isEnding).toBe(true);
  const cut = stateAfter({ seq: 0, type: 'phase', phase: 'run', atMs: 1 }, final(2));
  expect(cut.describeEnd().isFinal).toBe(false);
  expect(cut.figures).toBe(FIGURES);
});

test('the first failure is the reason, and the first counters are reported', () => {
  const failure = (seq: number, message: string): RunRecord => ({
    seq,
    type: 'failure',
    phase: 'run',
    error: { name: 'Error', message },
    partial: partial(seq),
  });
  const state = stateAfter(failure(0, 'the cause'), failure(1, 'a consequence'));
  expect(state.describeEnd().failure?.message).toBe('the cause');
  expect(state.partial?.counters.peakBufferedBytes).toBe(0);
  expect(state.isEnding).toBe(true);
});

test('a child that exits early reports its exit code and its phase', () => {
  const state = stateAfter({ seq: 0, type: 'exit', phase: 'setup', code: 3, partial: partial(1) });
  expect(state.describeEnd()).toMatchObject({ phase: 'setup', exitedWith: 3, isFinal: false });
});

test('a record that is refused ends the run, unless that has ended before', () => {
  const refused = stateAfter({ seq: 0, type: 'phase', phase: 'run', atMs: 1 });
  refused.refuse('final', 'figures.durationMs: it is negative');
  expect(refused.isEnding).toBe(true);
  expect(refused.describeEnd().refused).toBe(
    "its record 'final' is not valid: figures.durationMs: it is negative",
  );
  const final = stateAfter({ seq: 0, type: 'final', figures: FIGURES });
  final.refuse('phase', 'garbage');
  expect(final.describeEnd()).toMatchObject({ isFinal: true, refused: undefined });
});
