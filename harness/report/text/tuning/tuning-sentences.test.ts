import { describe, expect, test } from 'vitest';
import { KiB, MiB } from '../../../test/builders.ts';
import type { Candidate } from '../../../tune/tuning.ts';
import type { TuningReport } from '../../../tune/tuning-report.ts';
import { renderTuningMarkdown } from '../../markdown/tuning-markdown.ts';
import { renderTuning } from '../../terminal/tune/tuning.ts';
import { makeColors } from '../colors.ts';
import { commandOfTuning } from './tuning-command.ts';
import { describeAnswer, listRemarks } from './tuning-sentences.ts';

const relative = (estimate: number, low: number, high: number) =>
  ({ estimate, low, high, confidence: 0.97, rounds: 6 }) as const;

const candidate = (value: number, more: Partial<Candidate> = {}): Candidate => ({
  ...{ value, state: 'not-compared', runs: 6, throughput: 100 * MiB, peakBufferedBytes: value },
  ...more,
});

const SLOW = candidate(64 * KiB, { state: 'too-slow', throughput: 25 * MiB, runs: 1 });
const CHOSEN = candidate(256 * KiB, {
  ...{ state: 'fast-enough', throughput: 98 * MiB, relative: relative(0.98, 0.96, 1.01) },
});
const BEST = candidate(MiB, { state: 'fast-enough', relative: relative(1, 1, 1) });

const makeTuning = (tuning: Partial<TuningReport> = {}): TuningReport => ({
  tool: { name: 'tidemark', version: '1.0.0' },
  ...{ id: '2026-01-01T00-00-00-abcd', seed: 1, scenario: 'await-drain', node: '20.19.0' },
  ...{ parameter: 'highWaterMark', kind: 'bytes', throughputUnit: 'bytesPerSecond', tookMs: 60_000 },
  parameters: { sink: 'file', chunkSize: 16 * KiB, volume: 32 * MiB },
  parameterKinds: { sink: 'choice', chunkSize: 'bytes', volume: 'volume', highWaterMark: 'bytes' },
  givenParameters: ['sink'],
  ...{ verdict: 'found', within: 0.05, chosen: CHOSEN, best: BEST, default: SLOW },
  candidates: [SLOW, CHOSEN, BEST],
  ...tuning,
});

describe('the answer', () => {
  test('names the value, what it is as fast as, and what it saves', () => {
    expect(describeAnswer(makeTuning())).toBe(
      'highWaterMark 256 KiB is the smallest that is within 5 % of the fastest, 1 MiB: 98 % as fast (96 % to 101 %), and buffers 256 KiB instead of 1 MiB',
    );
  });

  test('has bytes, chunks and milliseconds of data, and what the default costs', () => {
    expect(listRemarks(makeTuning())).toEqual([
      '256 KiB = 16 chunks of 16 KiB = 2.55 ms of data at 98 MiB/s',
      'the default, 64 KiB, is too small: this is 3.9 times as fast',
    ]);
  });

  test('is also given where the parameter does not matter', () => {
    const small = { ...SLOW, value: KiB, peakBufferedBytes: KiB, state: 'fast-enough' } as const;
    const tuning = { verdict: 'no-difference', chosen: small, candidates: [small, CHOSEN, BEST] } as const;
    expect(describeAnswer(makeTuning(tuning))).toBe(
      'highWaterMark does not matter here: from 1 KiB to 1 MiB no value is shown to be more than 5 % faster than 1 KiB, which buffers the least, 1 KiB',
    );
  });

  test('says that it cannot tell, and what would help', () => {
    const unsure = { ...CHOSEN, state: 'undecided', relative: relative(0.99, 0.8, 1.2) } as const;
    const tuning = makeTuning({ verdict: 'undecided', chosen: unsure });
    expect(describeAnswer(tuning)).toMatch(/^cannot tell: .* 5 %.*256 KiB looks fast enough: 99 %/);
    expect(listRemarks(tuning).join()).toContain('--max-time 5min');
  });

  test('of a budget that nothing fits has the least that is needed', () => {
    const { chosen: _chosen, ...nothing } = makeTuning({ verdict: 'nothing-fits', budgetBytes: KiB });
    expect(describeAnswer(nothing)).toBe('no highWaterMark fits in 1 KiB: 64 KiB buffers 64 KiB');
  });

  test('within a budget says what more would give', () => {
    const fastest = { ...BEST, value: 4 * MiB, throughput: 196 * MiB, peakBufferedBytes: 4 * MiB };
    expect(listRemarks(makeTuning({ best: CHOSEN, budgetBytes: MiB, fastest })).join('\n')).toContain(
      'that is about 50 % of what 4 MiB reaches, which buffers 4 MiB',
    );
  });

  test('of what could not be measured has the reason', () => {
    const failed = { ...SLOW, state: 'failed', reason: 'crashed in run' } as const;
    const { chosen: _chosen, ...nothing } = makeTuning({ verdict: 'failed', candidates: [failed] });
    expect(describeAnswer(nothing)).toBe('highWaterMark 64 KiB could not be measured: crashed in run');
  });
});

test('what is buffered the same with each value of a wide range is said to be', () => {
  const candidates = [KiB, 64 * KiB, MiB].map((value) => candidate(value, { peakBufferedBytes: 32 * KiB }));
  const hint = '32 KiB is buffered with each value: highWaterMark seems to change nothing';
  expect(listRemarks(makeTuning({ candidates }))).toContain(hint);
  expect(listRemarks(makeTuning({ candidates: candidates.slice(1) }))).not.toContain(hint);
  expect(listRemarks(makeTuning())).not.toContain(hint);
});

test('the size of a chunk is that of a stream whose highWaterMark is smaller than one', () => {
  const tiny = candidate(KiB, { peakBufferedBytes: 32 * KiB });
  const { chunkSize: _chunkSize, ...parameters } = makeTuning().parameters;
  const tuning = makeTuning({ parameters, candidates: [tiny, SLOW, CHOSEN, BEST] });
  expect(listRemarks(tuning)[0]).toContain('8 chunks of 32 KiB');
});

test('a whole number of chunks is exact, and any other one rounded', () => {
  const remarkOf = (value: number): string | undefined =>
    listRemarks(makeTuning({ chosen: candidate(value, { peakBufferedBytes: value }) }))[0];
  expect(remarkOf(32 * 1024 * KiB)).toContain('= 2,048 chunks of 16 KiB');
  expect(remarkOf(4000 * KiB + 1)).toContain('= 250 chunks of 16 KiB');
});

test('of a number, what is buffered is in the three units', () => {
  const chosen = { ...CHOSEN, value: 8, peakBufferedBytes: 128 * KiB };
  const tuning = makeTuning({ parameter: 'concurrency', kind: 'count', chosen });
  expect(listRemarks(tuning)[0]).toBe(
    'at most 128 KiB buffered = 8 chunks of 16 KiB = 1.28 ms of data at 98 MiB/s',
  );
});

test('the command that shows it runs the value and the fastest', () => {
  expect(commandOfTuning(makeTuning())).toBe(
    "npx tidemark run --scenario await-drain --param sink=file --param 'highWaterMark=256KiB,1MiB'",
  );
});

test('the last lines on the terminal are the answer, within 80 columns but for the command', () => {
  const lines = renderTuning(makeTuning(), { width: 80, colors: makeColors(false) }).split('\n');
  expect(lines.at(-1)?.trim()).toBe(commandOfTuning(makeTuning()));
  expect(lines.slice(0, -1).filter((line) => line.length > 80)).toEqual([]);
  expect(lines.slice(-10).join(' ')).toContain('highWaterMark 256 KiB is the smallest');
});

test('Markdown says the same, and escapes what a scenario is called', () => {
  const text = renderTuningMarkdown(makeTuning({ scenario: 'a|b`c' }));
  expect(text).toContain('highWaterMark 256 KiB is the smallest that is within 5 % of the fastest, 1 MiB');
  expect(text).toContain('| 256 KiB | 98 MiB/s | 98 % (96–101) |');
  expect(text).toContain('of ``a|b`c``');
});
