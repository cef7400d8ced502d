import { expect, test } from 'vitest';
import { identifyScenario } from '../../../catalogue/scenario-file.ts';
import type { Subject } from '../../../plan/plan-runs.ts';
import { MiB, makeCase, makeScenario } from '../../../test/builders.ts';
import { listChangedCases } from './changed-cases.ts';

const describe = (name: string, volume: number) =>
  makeScenario({ name, parameters: { volume: { kind: 'volume', values: [volume] } } });

const subject = (name: string, volume: number): Subject => ({
  case: { scenario: describe(name, volume), parameters: { volume } },
  execPath: '/node',
  node: '20.19.0',
});

const stored = (name: string, volume: number) =>
  makeCase({
    ...identifyScenario(describe(name, volume)),
    parameters: { volume },
    parameterKinds: { volume: 'volume' },
  });

test('every case that is not run as the baseline has it is listed, with what changed', () => {
  const results = [stored('same', MiB), stored('smaller', 8 * MiB), stored('gone', 3 * MiB)];
  expect(
    listChangedCases(results, [subject('same', MiB), subject('smaller', MiB), subject('new', 2 * MiB)]),
  ).toEqual([
    'in the baseline only: smaller [volume 8 MiB]: volume is 1 MiB now, and was 8 MiB',
    'in the baseline only: gone [volume 3 MiB]',
    'not in the baseline: smaller [volume 1 MiB]',
    'not in the baseline: new [volume 2 MiB]',
  ]);
});

test('a case that has another name now is said to, although --scenario leaves the old one out', () => {
  const planned = [subject('send', 2 * MiB)];
  expect(listChangedCases([], planned, [stored('upload', 2 * MiB)])).toEqual([
    'not in the baseline: send [volume 2 MiB]: perhaps renamed from upload, which has the same parameters',
  ]);
  expect(listChangedCases([], planned, [stored('upload', 3 * MiB)])).toEqual([
    'not in the baseline: send [volume 2 MiB]',
  ]);
});
