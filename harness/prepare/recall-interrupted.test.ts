import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../command-line/run.ts';
import { UsageError } from '../errors.ts';
import type { MeasurementRequest } from '../request.ts';
import { REQUEST } from '../test/builders.ts';
import { describeResume, recallInterrupted } from './recall-interrupted.ts';

interface Folder extends Partial<MeasurementRequest> {
  readonly nodePaths?: readonly string[];
}

/** `words` by option, as they are typed after `run --resume x`. */
function recall(
  { nodePaths = ['/usr/bin/node-of-a-manager'], ...request }: Folder,
  words: Readonly<Record<string, unknown>> = {},
) {
  const typed = runCommand.resolve({ scenario: [], resume: 'x', seed: '9', ...words });
  const stored = { seed: 7, request: { ...REQUEST, ...request }, nodePaths };
  return recallInterrupted(stored, 'results/x', typed);
}

function refusalOf(...args: Parameters<typeof recall>): UsageError {
  try {
    recall(...args);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('the folder decides what is measured; the user decides how it is shown', () => {
  const request = { parameterValues: { sink: ['all'] }, measureRuns: 5, timeoutMs: 9 };
  expect(recall(request, { json: true, results: 'elsewhere' })).toMatchObject({
    ...{ command: 'run', scenarios: ['ignore-drain'], measureRuns: 5, seed: 7, timeoutMs: 9 },
    ...{ parameterValues: new Map([['sink', ['all']]]), json: true, resultsRoot: 'elsewhere' },
  });
});

describe('a folder cannot choose what is run:', () => {
  test('Node flags have to be given again', () => {
    const nodeFlags = ['--import=data:text/javascript,evil()'];
    const { message, hint } = refusalOf({ nodeFlags });
    expect(message).toMatch(/^results\/x was measured with the Node flags --import=data:/);
    expect(hint).toBe('give them again: --node-flag=--import=data:text/javascript,evil()');
    expect(recall({ nodeFlags }, { 'node-flag': nodeFlags }).nodeFlags).toEqual(nodeFlags);
  });

  test.each(['./evil', '/tmp/evil/node', 'node-nightly', '22.1.2.3', '-e'])(
    'the program %j has to be given again',
    (node) => {
      expect(refusalOf({ nodes: [node] }).hint).toBe(`give them again: --node ${node}`);
      expect(recall({ nodes: [node] }, { node: [node] }).nodes).toEqual([node]);
    },
  );

  test('another runtime is looked for again by its name, and its path has to be given again', () => {
    expect(recall({ runtimes: ['bun', 'deno'] }).runtimes).toEqual(['bun', 'deno']);
    const runtimes = ['bun', './evil'];
    expect(refusalOf({ runtimes })).toMatchObject({
      message: 'results/x was measured with the runtimes ./evil, which --resume does not take from a file',
      hint: 'give them again: --runtime ./evil',
    });
    expect(recall({ runtimes }, { runtime: ['./evil'] }).runtimes).toEqual(runtimes);
    expect(describeResume('results/x', { ...REQUEST, runtimes })).toBe(
      'tidemark run --resume results/x --runtime ./evil',
    );
  });

  test('a version of Node is looked for again, so that its stored path is not started', () => {
    expect(recall({ nodes: ['22', 'v24.1.0'], nodePaths: ['/tmp/evil', '/tmp/evil2'] }).nodes).toEqual([
      '22',
      'v24.1.0',
    ]);
  });

  test('the Node that runs tidemark is used, whatever named it', () => {
    const folder = { nodes: ['no-such-node'], nodePaths: [process.execPath] };
    expect(recall(folder).nodes).toEqual([process.execPath]);
  });

  test('a scenario in the folder itself has to be given again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
    const evil = join(folder, 'evil.ts');
    writeFileSync(evil, 'export default { run() {} };');
    const stored = { seed: 7, request: { ...REQUEST, scenarios: [evil] }, nodePaths: [] };
    const typed = (scenario: readonly string[]) => runCommand.resolve({ scenario, resume: 'x', seed: '9' });
    expect(() => recallInterrupted(stored, folder, typed([]))).toThrow('evil.ts, which is not your own');
    expect(recallInterrupted(stored, folder, typed([evil])).scenarios).toEqual([evil]);
    const benches = { ...stored, request: { ...REQUEST, scenarios: [`bench:${evil}`] } };
    expect(() => recallInterrupted(benches, folder, typed([]))).toThrow('evil.ts, which is not your own');
    rmSync(folder, { recursive: true });
  });

  test.skipIf(process.getuid?.() !== 0)("and so has another user's, outside of the project", () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
    const file = join(folder, 'other.ts');
    writeFileSync(file, 'export default { run() {} };');
    expect(recall({ scenarios: [file] }).scenarios).toEqual([file]);
    chownSync(file, 12_345, 12_345);
    expect(refusalOf({ scenarios: [file] }).message).toContain('other.ts, which is not your own');
    rmSync(folder, { recursive: true });
  });

  test('and no other scenarios than its own can be given', () => {
    expect(refusalOf({}, { scenario: ['await-drain'] }).hint).toBe(
      'they are ignore-drain: leave --scenario out, or give the same',
    );
    expect(refusalOf({ scenarios: ['a', 'b'] }, { scenario: ['a'] }).hint).toContain('they are a, b');
  });
});

describe('the command that resumes has everything that has to be given again', () => {
  const describeOf = (request: Partial<MeasurementRequest>, path = 'results/x'): string =>
    describeResume(path, { ...REQUEST, ...request });

  test('which is nothing for scenarios and Nodes by name', () => {
    expect(describeOf({ nodes: ['22'], environmentVariables: ['A'] })).toBe(
      'tidemark run --resume results/x',
    );
  });

  test('quoted for a shell', () => {
    const request = { nodes: ['./a b'], nodeFlags: ['--a=$b'] };
    expect(describeOf(request, 'C:\\A B\\x')).toBe(
      "tidemark run --resume 'C:\\A B\\x' --node './a b' '--node-flag=--a=$b'",
    );
  });
});
