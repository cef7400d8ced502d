import { expect, test } from 'vitest';
import { GROWTH_METRICS, LIMIT_METRICS } from '../growth.ts';
import { METRICS } from '../metrics.ts';
import { canGrowElsewhere, isMeasuredElsewhere, nameNode, runtimeNameOf } from './runtime.ts';

test('a version of Node is shown with its name, and another runtime as it is', () => {
  expect(nameNode('24.1.0')).toBe('Node 24.1.0');
  expect(nameNode('Bun 1.4.5')).toBe('Bun 1.4.5');
  expect(nameNode('24.1.0', (text) => `\`${text}\``)).toBe('Node `24.1.0`');
  expect(nameNode('Deno 2.9.6', (text) => `\`${text}\``)).toBe('`Deno 2.9.6`');
  expect([runtimeNameOf('24.1.0'), runtimeNameOf('Bunny 1'), runtimeNameOf('Deno 2.9.6')]).toEqual([
    ...[undefined, undefined],
    'Deno',
  ]);
});

test('what other runtimes measure is counted, timed or the peak RSS: all else is of the memory of V8', () => {
  const measured = METRICS.filter(({ name }) => isMeasuredElsewhere(name)).map(({ name }) => name);
  const ofV8 = /arrayBuffers|external|heapUsed|native|children|childProcesses|retained|stable|gc|delay/i;
  expect(measured.filter((name) => ofV8.test(name))).toEqual([]);
  const others = METRICS.filter(({ name }) => !isMeasuredElsewhere(name)).map(({ name }) => name);
  expect(others.filter((name) => !ofV8.test(name))).toEqual([]);
});

test.each([
  ['the limits', LIMIT_METRICS.filter(isMeasuredElsewhere), ['peakRssBytes', 'durationMs', 'cpuMs']],
  ['the growth', GROWTH_METRICS.filter(canGrowElsewhere), []],
])('%s that can be judged elsewhere are those of counters, and few others', (_what, names, others) => {
  const counters = ['peakBufferedBytes', 'peakBufferedChunks', 'writesAfterFalse', 'pushesAfterFalse'];
  expect(names.filter((name) => !counters.includes(name))).toEqual(others);
  expect(names).toContain('peakBufferedBytes');
});

test('what a scenario records is its own, and can be judged', () => {
  expect([isMeasuredElsewhere('recorded.queued'), canGrowElsewhere('recorded.queued')]).toEqual([true, true]);
});
