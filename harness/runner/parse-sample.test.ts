import { describe, expect, test } from 'vitest';
import { parseSample } from './parse-sample.ts';

const READING = { rssBytes: 5, heapTotalBytes: 4, heapUsedBytes: 3, externalBytes: 2, arrayBuffersBytes: 1 };
const USAGE = '{"rss":5,"heapTotal":4,"heapUsed":3,"external":2,"arrayBuffers":1}';

describe('a sample', () => {
  test('is a time and the result of process.memoryUsage()', () => {
    expect(parseSample('[1.5,{"rss":5,"heapTotal":4,"heapUsed":3,"external":2,"arrayBuffers":1}]')).toEqual({
      sinceStartMs: 1.5,
      memory: READING,
    });
  });

  test.each([
    '',
    'garbage',
    'null',
    '{}',
    '[]',
    '[1]',
    '[1,null]',
    '[null,{"rss":5,"heapTotal":4,"heapUsed":3,"external":2,"arrayBuffers":1}]',
    '[1,{"rss":5,"heapTotal":4,"heapUsed":3,"external":2}]',
    '[1,{"rss":"5","heapTotal":4,"heapUsed":3,"external":2,"arrayBuffers":1}]',
    '[1e999,{"rss":5,"heapTotal":4,"heapUsed":3,"external":2,"arrayBuffers":1}]',
    '[1,{"rss":1e999,"heapTotal":4,"heapUsed":3,"external":2,"arrayBuffers":1}]',
    '[1,{"heapTotal":4,"heapUsed":3,"external":2,"arrayBuffers":1}]',
  ])('is not made of %s', (line) => {
    expect(parseSample(line)).toBeUndefined();
  });

  test('of live memory has what the watched streams buffer and the resident part of the heap', () => {
    const line = `[1.5,${USAGE},{"watchedBytes":7,"physicalBytes":8,"costMs":4.2},[]]`;
    expect(parseSample(line)).toEqual({
      sinceStartMs: 1.5,
      memory: READING,
      live: { watchedBytes: 7, physicalHeapBytes: 8, workerBytes: 0, workers: 0, silentWorkers: 0 },
    });
  });

  test('of live memory includes the worker threads, but for the RSS, and counts those that were silent', () => {
    const worker = '{"rss":500,"heapTotal":40,"heapUsed":30,"external":20,"arrayBuffers":10}';
    const line = `[1,${USAGE},{"watchedBytes":0,"physicalBytes":8},[[${worker},80],null,[${worker},80]]]`;
    expect(parseSample(line)).toEqual({
      sinceStartMs: 1,
      memory: {
        rssBytes: 5,
        heapTotalBytes: 84,
        heapUsedBytes: 63,
        externalBytes: 42,
        arrayBuffersBytes: 21,
      },
      // 30 on the heap and 20 outside of it, in each of two.
      live: { watchedBytes: 0, physicalHeapBytes: 168, workerBytes: 100, workers: 2, silentWorkers: 1 },
    });
  });

  test('of a profile run has what each label buffers, all drains, and the turns of the event loop', () => {
    expect(parseSample(`[1,${USAGE},{"turns":4,"labels":{"sink":[7,2],"a \\"b\\"":[8,3]}}]`)?.moment).toEqual(
      {
        turns: 4,
        bufferedBytes: new Map([
          ['sink', 7],
          ['a "b"', 8],
        ]),
        drains: 5,
      },
    );
    expect(parseSample(`[1,${USAGE},{"turns":null,"labels":{}}]`)?.moment).toEqual({
      ...{ turns: undefined, drains: 0 },
      bufferedBytes: new Map(),
    });
  });

  test.each([
    '{"turns":"4","labels":{}}',
    '{"turns":4,"labels":{"sink":[-1,0]}}',
    '{"turns":4,"labels":{"sink":7}}',
  ])('of a profile run does not have %s', (moment) => {
    expect(parseSample(`[1,${USAGE},${moment}]`)).toBeUndefined();
  });

  test('that was taken by the main thread alone has no worker threads', () => {
    const line = `[1,${USAGE},{"watchedBytes":7,"physicalBytes":8}]`;
    expect(parseSample(line)?.live).toMatchObject({ workers: 0, silentWorkers: 0 });
  });

  test.each(['{}', '{"watchedBytes":"7","physicalBytes":8}', '{"watchedBytes":7}', 'null'])(
    'is not made of a live reading %s',
    (live) => {
      expect(parseSample(`[1,${USAGE},${live}]`)).toBeUndefined();
    },
  );
});
