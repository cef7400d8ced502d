import { expect, test } from 'vitest';
import { MiB } from '../../test/builders.ts';
import { makeFinding } from '../../test/doctor-builders.ts';
import { mergeThreads } from './merge-threads.ts';

const inProcess = (pid: number, thread = 0) => ({ process: { pid, thread } });

test('one line in several processes and threads is one finding, with all they buffer', () => {
  const [first, ...rest] = mergeThreads([
    makeFinding({ ...inProcess(7), peakBufferedBytes: 32 * MiB, afterFalse: 500, fullForMs: 1000 }),
    makeFinding({ ...inProcess(8), peakBufferedBytes: 16 * MiB, afterFalse: 200, fullForMs: 2000 }),
    makeFinding({ ...inProcess(8, 1), level: 'note', peakBufferedBytes: 8 * MiB, afterFalse: 50 }),
  ]);
  expect(rest).toEqual([]);
  expect(first).toMatchObject({
    level: 'alarm',
    streams: 3,
    peakBufferedBytes: 56 * MiB,
    afterFalse: 750,
    fullForMs: 2000,
    ...inProcess(7),
    otherProcesses: [
      { pid: 8, thread: 0 },
      { pid: 8, thread: 1 },
    ],
  });
});

test('what several threads retain is added up, with an error that grows less', () => {
  const retained = { bytes: 20 * MiB, errorBytes: 3 * MiB, samples: 40 };
  const [first] = mergeThreads([
    makeFinding({ kind: 'retained-buffers', ...inProcess(7), retained }),
    makeFinding({
      kind: 'retained-buffers',
      ...inProcess(8),
      retained: { ...retained, errorBytes: 4 * MiB },
    }),
  ]);
  expect(first?.retained).toEqual({ bytes: 40 * MiB, errorBytes: 5 * MiB, samples: 80 });
});

test('other lines, other kinds, one thread and no line stay as they are', () => {
  const { site, ...withoutSite } = makeFinding();
  const findings = [
    makeFinding(inProcess(7)),
    makeFinding(inProcess(7)),
    makeFinding({ ...inProcess(8), site: { file: '/app/src/export.ts', line: 43, column: 9 } }),
    makeFinding({ ...inProcess(8), kind: 'never-closed' }),
    { ...withoutSite, ...inProcess(8) },
    { ...withoutSite, ...inProcess(9) },
  ];
  expect(mergeThreads(findings)).toEqual(findings);
  expect(site).toBeDefined();
});
