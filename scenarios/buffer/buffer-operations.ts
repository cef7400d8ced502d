import { bytes, defineScenario, KiB } from '../../harness/scenario.ts';
import { operations, operationsOn } from '../support/buffer/buffer-operations.ts';
import { recordTime } from '../support/record-time.ts';

export default defineScenario({
  name: 'buffer-operations',
  title: 'The fast and the slow operations on Buffers',
  about: {
    what: 'Times one operation on a small and on a large Buffer, repeatedly, in its own process, and looks at whether its result shares memory with the Buffer.',
    why: 'What looks alike costs very different things. Reading a number or taking a view with subarray() costs the same at any size, and a view retains the whole Buffer. equals(), indexOf(), fill() and copy() go through the bytes in native code; slice() of Uint8Array, Buffer.from() and concat() allocate as well; a string costs a conversion, which is cheapest to latin1; and an array, by spread or by toJSON(), costs a number in JavaScript for each byte, eight times the memory.',
    expect:
      'From 64 bytes to 64 KiB, views and reads cost the same, native passes over the bytes grow slowly, copies and strings grow with the size, and arrays are slower than all of them by far. Of these, only subarray() shares memory; Buffer.from(arrayBuffer) and slice() of Buffer do, too.',
  },
  tags: ['buffer', 'operations'],
  parameters: {
    operation: operations,
    size: bytes([64, 64 * KiB]),
  },
  comparisonTable: { metric: 'recorded.nanoseconds', rows: 'operation', columns: 'size' },
  expect: {
    checks: ({ parameters: { operation }, recorded }) => ({
      'the operation returns the expected result': recorded.isCorrect === 1,
      'only subarray() shares memory with the Buffer':
        recorded.sharesMemory === Number(operation === 'subarray'),
      'the operation was timed': (recorded.nanoseconds ?? 0) > 0,
    }),
  },
  setup: ({ loadTimer }) => loadTimer(),
  async run({ parameters: { operation, size }, prepared: time, record }) {
    const { buffer, operations } = operationsOn(size);
    const { act, expected } = operations[operation];
    const result = act();
    record('isCorrect', Number(JSON.stringify(result) === JSON.stringify(expected)));
    record('sharesMemory', Number(Buffer.isBuffer(result) && result.buffer === buffer.buffer));
    recordTime(record, await time(act));
  },
});
