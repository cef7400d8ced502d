import { expect, test } from 'vitest';
import { type ChangedCase, explainChange } from './explain-change.ts';

const MiB = 1024 * 1024;

const make = (one: Partial<ChangedCase> = {}): ChangedCase => ({
  scenario: 'upload',
  file: 'bench/upload.ts',
  parameters: { volume: 256 * MiB, sink: 'file' },
  parameterKinds: { volume: 'volume', sink: 'choice', rate: 'count' },
  ...one,
});
const renamed = { scenario: 'send', file: 'bench/send.ts' };

test.each<[string, ChangedCase, ChangedCase[], string | undefined]>([
  ['that nothing is like', make(), [make({ ...renamed, parameters: { other: 1 } })], undefined],
  ['that has no counterpart at all', make(), [], undefined],
  [
    'that was renamed, by its program',
    make({ programHash: 'abc' }),
    [make({ ...renamed, scenario: 'other', programHash: 'def' }), make({ ...renamed, programHash: 'abc' })],
    'renamed to send',
  ],
  [
    'that may have been renamed, by its parameters',
    make({ programHash: 'abc' }),
    [make({ ...renamed, programHash: 'def' })],
    'perhaps renamed to send, which has the same parameters',
  ],
  [
    'that could be either of two',
    make(),
    [make(renamed), make({ ...renamed, scenario: 'third' })],
    undefined,
  ],
  ['without parameters', make({ parameters: {} }), [make({ ...renamed, parameters: {} })], undefined],
  [
    'with another volume',
    make(),
    [make({ parameters: { volume: 64 * MiB, sink: 'file' } })],
    'volume is 64 MiB now, and was 256 MiB',
  ],
  [
    'with a new parameter',
    make(),
    [make({ parameters: { volume: 256 * MiB, sink: 'file', rate: 5 } })],
    'rate is a new parameter (5)',
  ],
  [
    'that lost a parameter',
    make(),
    [make({ parameters: { volume: 256 * MiB } })],
    'sink is no longer a parameter (it was file)',
  ],
  [
    'among several, by the nearest one',
    make(),
    [
      make({ parameters: { volume: 1 * MiB, sink: 'socket' } }),
      make({ parameters: { volume: 256 * MiB, sink: 'socket' } }),
    ],
    'sink is socket now, and was file',
  ],
])('a case %s', (_name, one, others, expected) => {
  expect(explainChange(one, others)).toBe(expected);
});
