import { bytes, defineScenario, KiB } from '../../harness/scenario.ts';
import { operations, operationsOn } from '../support/buffer/buffer-operations.ts';
import { recordTime } from '../support/record-time.ts';

export default defineScenario({
  name: 'buffer-operations',
  title: 'What one operation on a Buffer costs',
  about: {
    what: 'Times one operation on a Buffer of a given size, over and over, in a process of its own.',
    why: 'subarray() shares memory and costs the same at any size; toString(), toJSON() and concat() copy all of it, and toJSON() makes an object of every byte.',
    expect:
      'Reading and slicing do not depend on the size, what copies grows with it; an index into a Buffer is about as fast as one into an array.',
  },
  tags: ['buffer', 'operations'],
  parameters: {
    operation: operations,
    size: bytes([64, 4 * KiB, 64 * KiB]),
  },
  comparisonTable: { metric: 'recorded.nanoseconds', rows: 'operation', columns: 'size' },
  expect: {
    checks: ({ recorded }) => ({
      'the operation gives what it should': recorded.isRight === 1,
      'it was timed': (recorded.nanoseconds ?? 0) > 0,
    }),
  },
  setup: ({ loadTimer }) => loadTimer(),
  async run({ parameters: { operation, size }, prepared: time, record }) {
    const { act, expected } = operationsOn(size)[operation];
    record('isRight', Number(JSON.stringify(act()) === JSON.stringify(expected)));
    recordTime(record, await time(act));
  },
});
