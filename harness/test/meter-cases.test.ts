/** Small programs whose figures are known, measured by the program as a user runs it. One invocation for all. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseResult, Report } from '../result.ts';
import { KiB, MiB } from '../scenario.ts';
import { CommandLine } from './command-line.ts';

const commandLine = new CommandLine('meter');
let results: readonly CaseResult[];

beforeAll(async () => {
  const folder = join(import.meta.dirname, 'fixtures-meter');
  const how = ['--quick', '--no-growth', '--param', 'row=all', '--param', 'watched=all', '--json'];
  const { code, stdout, stderr } = await commandLine.run(['run', '--scenario', folder, ...how]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  ({ results } = JSON.parse(stdout) as Report);
}, 60_000);
afterAll(() => commandLine.remove());

function runOf(scenario: string, parameters: Readonly<Record<string, string>> = {}) {
  const found = results.find(
    (result) =>
      result.scenario === scenario &&
      Object.entries(parameters).every(([name, value]) => result.parameters[name] === value),
  );
  const run = found?.runs[0];
  if (found === undefined || run === undefined) throw new Error(`${scenario} was not run`);
  return { ...run, warnings: found.warnings.map(({ code }) => code) };
}

test('strings that a sink keeps are counted in bytes, and nothing is delivered that was not finished', () => {
  const { peakBufferedBytes, bytesDelivered, counters } = runOf('euro');
  expect({ peakBufferedBytes, bytesDelivered }).toEqual({ peakBufferedBytes: 3 * MiB, bytesDelivered: 0 });
  expect(counters?.sink).toMatchObject({ bytesIn: 3 * MiB, bytesOut: 0 });
});

test('a Buffer in both sides of a PassThrough counts once', () => {
  const { peakBufferedBytes, bytesDelivered } = runOf('pass-once');
  expect({ peakBufferedBytes, bytesDelivered }).toEqual({
    peakBufferedBytes: 4 * MiB,
    bytesDelivered: 4 * MiB,
  });
});

describe('rows in a queue', () => {
  test('have the size of what they contain', () => {
    const { peakBufferedBytes, peakBufferedChunks, counters } = runOf('rows-in-queue', { row: 'buffer' });
    expect({ peakBufferedBytes, peakBufferedChunks }).toEqual({
      peakBufferedBytes: 1 * MiB,
      peakBufferedChunks: 256,
    });
    expect(counters?.store).not.toHaveProperty('unsizedChunks');
  });

  test.each(['nested', 'number'])('are counted where they have none that is known: %s', (row) => {
    const { peakBufferedChunks, counters } = runOf('rows-in-queue', { row });
    expect(peakBufferedChunks).toBe(256);
    expect(counters?.store?.unsizedChunks).toBe(256);
  });
});

test('streams that are dropped need the same memory whether they are watched or not', () => {
  const [watched = 0, unwatched = 0] = ['yes', 'no'].map(
    (is) => runOf('dropped-streams', { watched: is }).recorded?.seenArrayBuffersBytes,
  );
  // Of 16 MiB. Which of the last ones are still there is up to the collector.
  expect(Math.abs(watched - unwatched)).toBeLessThan(2 * MiB);
  expect(watched).toBeLessThan(4 * MiB);
});

test('of streams one after another the highWaterMark is that of one, and all is delivered', () => {
  const { bytesDelivered, counters } = runOf('one-after-another');
  expect(counters?.request?.highWaterMarkBytes).toBe(64 * KiB);
  expect(bytesDelivered).toBe(1 * MiB);
});

test('a write() that leads elsewhere is counted by the stream that it leads to, and warned of', () => {
  const { counters, warnings } = runOf('wrapped-write');
  expect(counters?.response).toMatchObject({ writesAfterFalse: 15, bytesIn: 0, bytesOut: 0 });
  expect(counters?.response?.peakBufferedBytes).toBe(1 * MiB);
  expect(warnings).toContain('write-leads-elsewhere');
});
