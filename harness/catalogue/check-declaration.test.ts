import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { bytes, choice, volume } from '../scenario.ts';
import { checkDeclaration } from './check-declaration.ts';

const run = 'function';
const METRICS =
  'peakBufferedBytes, peakBufferedChunks, peakArrayBuffersBytes, peakHeapUsedBytes, peakRssBytes, peakLiveArrayBuffersBytes, peakLiveExternalBytes, peakLiveHeapUsedBytes, peakNativeBytes, peakChildProcessesBytes, retainedArrayBuffersBytes, retainedHeapUsedBytes, recorded.NAME';
const KEYS =
  'name, title, about, tags, pairedWith, needs, parameters, comparisonTable, expect, limits, claim, setup, run, teardown';

describe('a scenario gets its name from its file', () => {
  test.each([
    ['bench/upload.bench.ts', 'upload'],
    ['bench/upload.scenario.mts', 'upload'],
    ['MyCase.ts', 'MyCase'],
    ['my_case.mjs', 'my_case'],
    ['v1.2 upload.cjs', 'v1.2 upload'],
    ['Größe (2).ts', 'Größe (2)'],
    ['.bench.ts', '.bench'],
  ])('%s is %s', (path, name) => {
    expect(checkDeclaration(`/project/${path}`, { run })).toMatchObject({ name, title: name });
  });

  test('unless it declares another', () => {
    expect(checkDeclaration('/a.ts', { run, name: 'Upload to S3, slow' }).name).toBe('Upload to S3, slow');
  });
});

describe('each fault is one line with the path, the given value, and the choices', () => {
  test.each<[string, object, string]>([
    [
      'a metric that does not exist',
      { expect: { metric: 'peakRSS' } },
      `expect.metric: 'peakRSS' is not known; did you mean peakRssBytes? (one of ${METRICS})`,
    ],
    [
      'a metric that resembles no known one',
      { expect: { metric: 'speed' } },
      `expect.metric: 'speed' is not one of ${METRICS}`,
    ],
    [
      'a growth that does not exist',
      { expect: { growth: 'Bounded' } },
      "expect.growth: 'Bounded' is not known; did you mean bounded? (one of bounded, linear)",
    ],
    [
      'an outcome that does not exist',
      { expect: { outcome: 'oom' } },
      "expect.outcome: 'oom' is not one of crashed, timed-out, out-of-memory, over-limit",
    ],
    [
      'checks that are not a function',
      { expect: { checks: [] } },
      'expect.checks: must be a function, not an empty list',
    ],
    [
      'growth of runs that do not complete',
      { expect: { growth: 'bounded', outcome: 'crashed' } },
      'expect.growth: cannot be judged of runs that do not complete: omit growth or outcome',
    ],
    ['an unknown key', { teardwon: run }, 'teardwon: unknown key; did you mean teardown?'],
    [
      'an unknown key that resembles no known one',
      { colour: 1 },
      `colour: unknown key; the keys are ${KEYS}`,
    ],
    ['an unknown nested key', { expect: { check: run } }, 'expect.check: unknown key; did you mean checks?'],
    ['a limit that does not exist', { limits: { peakRSS: 1 } }, 'limits.peakRSS: '],
    [
      'a limit that is a word',
      { limits: { cpuMs: '5s' } },
      "limits.cpuMs: must be a number that is not negative, not '5s'",
    ],
    [
      'tags that are not a list',
      { tags: 'writable' },
      "tags: must be a list of words, such as ['writable', 'http'], not 'writable'",
    ],
    [
      'a tag of two words',
      { tags: ['a', 'slow client'] },
      "tags.1: must be one word, such as 'writable' or 'slow-client', not 'slow client'",
    ],
    [
      'a version of Node that is not one',
      { needs: { node: ['24'] } },
      "needs.node.0: must be a version, such as '24.20', not '24'",
    ],
    ['versions of Node that are none', { needs: { node: [] } }, 'needs.node: must have at least one version'],
    [
      'a flag of Node without its hyphens',
      { needs: { nodeFlags: ['expose-internals'] } },
      "needs.nodeFlags.0: must be a flag, such as --expose-internals, not 'expose-internals'",
    ],
    [
      'a need that does not exist',
      { needs: { nodes: ['24.20'] } },
      'needs.nodes: unknown key; did you mean node?',
    ],
    ['a tag that is a number', { tags: [3] }, 'tags.0: must be a word, not 3'],
    ['an empty name', { name: '' }, 'name: must not be empty'],
    ['a name with a line break', { name: 'a\nb' }, 'name: must not contain control characters'],
    [
      'a parameter that is a number',
      { parameters: { size: 64 } },
      'parameters.size: must be made by bytes([…]), count([…]), choice([…]) or volume(…), not 64',
    ],
    [
      'a kind of parameter that does not exist',
      { parameters: { size: { kind: 'byte', values: [1] } } },
      "kind 'byte' is not known; did you mean bytes? (one of bytes, count, choice, volume)",
    ],
    [
      'a size that is a word',
      { parameters: { size: { kind: 'bytes', values: ['64KiB'] } } },
      "parameters.size.values.0: must be a positive whole number, not '64KiB'",
    ],
    [
      'a size of 0',
      { parameters: { size: bytes([0]) } },
      'parameters.size.values.0: must be a positive whole number, not 0',
    ],
    [
      'no values',
      { parameters: { size: bytes([]) } },
      'parameters.size.values: must have at least one value, the default',
    ],
    [
      'two volumes',
      { parameters: { a: volume(1), b: volume(1) } },
      'parameters: must have at most one volume, not a and b',
    ],
    [
      'the name of a parameter',
      { parameters: { 'chunk-size': bytes([1]) } },
      'parameters.chunk-size: a parameter name is camelCase, such as chunkSize',
    ],
    [
      'an axis that is not a parameter',
      { comparisonTable: { metric: 'peakRssBytes', rows: 'b' } },
      "comparisonTable.rows: 'b' is not a parameter; the scenario has none",
    ],
    [
      'a table without a metric',
      { parameters: { b: choice(['c']) }, comparisonTable: { rows: 'b' } },
      `comparisonTable.metric: is missing; choose one of ${METRICS}`,
    ],
    [
      'about without its parts',
      { about: { what: 'It writes.' } },
      'about.why: is missing; it must be a string',
    ],
    [
      'a claim without a rule',
      { claim: { statement: 'The sea is salt.', source: [] } },
      'claim.rule: is missing; it must be a function',
    ],
    [
      'a claim whose verdict is written down',
      { claim: { statement: 'The sea is salt.', source: [], rule: run, verdict: 'true' } },
      'claim.verdict: unknown key; the keys are statement, source, measured, isTiming, rule',
    ],
  ])('%s', (_what, declared, line) => {
    const { message } = refusalOf({ run, ...declared });
    expect(message).toContain('/project/upload.ts is not a valid scenario:\n  ');
    expect(message).toContain(line);
    for (const fault of message.split('\n').slice(1)) expect(fault).toMatch(/^ {2}[\w.-]+: /);
  });

  test('and all faults are reported at once', () => {
    expect(refusalOf({ title: '', tags: 3 }).message.split('\n')).toHaveLength(4);
  });

  test.each([
    ['a function', 'function'],
    ['nothing', undefined],
  ])('what exports %s by default is shown what a scenario looks like', (_what, declared) => {
    expect(refusalOf(declared).hint).toContain('`export default { run() { … } }`');
  });
});

function refusalOf(declared: unknown): UsageError {
  try {
    checkDeclaration('/project/upload.ts', declared);
  } catch (error) {
    if (error instanceof UsageError) return error;
  }
  throw new Error('it was not refused');
}
