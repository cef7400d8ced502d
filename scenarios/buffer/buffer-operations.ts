import { bytes, defineScenario, KiB } from '../../harness/scenario.ts';
import { operations, operationsOn } from '../support/buffer/buffer-operations.ts';
import { recordTime } from '../support/record-time.ts';

export default defineScenario({
  name: 'buffer-operations',
  title: 'What one operation on a Buffer costs',
  about: {
    what: 'Times one operation on a Buffer of a given size, repeatedly, in its own process.',
    why: 'subarray() shares memory and costs the same at any size; toString(), toJSON() and concat() copy all of it, and toJSON() makes an array with a number for each byte.',
    expect:
      'The time of reading and slicing does not depend on the size, the time of copying does; indexing a Buffer is about as fast as indexing an array.',
  },
  tags: ['buffer', 'operations'],
  parameters: {
    operation: operations,
    size: bytes([64, 4 * KiB, 64 * KiB]),
  },
  comparisonTable: { metric: 'recorded.nanoseconds', rows: 'operation', columns: 'size' },
  expect: {
    checks: ({ recorded }) => ({
      'the operation returns the expected result': recorded.isCorrect === 1,
      'the operation was timed': (recorded.nanoseconds ?? 0) > 0,
    }),
  },
  setup: ({ loadTimer }) => loadTimer(),
  async run({ parameters: { operation, size }, prepared: time, record }) {
    const { act, expected } = operationsOn(size)[operation];
    record('isCorrect', Number(JSON.stringify(act()) === JSON.stringify(expected)));
    recordTime(record, await time(act));
  },
});
