import { pipeline } from 'node:stream/promises';
import { bytes, choice, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { countFramedBytes, countRecords, splitRecords } from '../support/database/record-frames.ts';
import { closeReceiver, openReceiver } from '../support/database/record-receiver.ts';

/** The largest chunk that Node reads from a socket. */
const READ_BYTES = 64 * KiB;

export default defineScenario({
  name: 'tcp-to-database',
  title: 'Stores records from TCP at the pace of the database',
  about: {
    what: 'Pipes a socket through a Transform that splits it into records, into a function that stores them in batches.',
    why: 'A database is slower than a network: the pipeline makes the sender wait, through TCP. The loop fills its batches; the writev() of a Writable would get what happens to be queued, which is a single record every second time.',
    expect: 'One batch and a few chunks are buffered, however much is sent; every record is committed.',
  },
  tags: ['tcp', 'database', 'backpressure', 'right'],
  pairedWith: 'tcp-to-database-unbounded',
  parameters: {
    database: choice(['sqlite', 'postgres']),
    highWaterMark: bytes([64 * KiB]),
    recordSize: bytes([4 * KiB, 1 * KiB]),
    batchSize: count([64, 256]),
    volume: volume(32 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters, counters, recorded }) => ({
      'all bytes are read': counters.socket?.bytesOut === countFramedBytes(parameters),
      'every record is stored': recorded.storedRows === countRecords(parameters),
      'every byte of them is stored': recorded.storedBytes === parameters.volume,
      'all batches are full, except the last':
        recorded.batches === Math.ceil(countRecords(parameters) / parameters.batchSize),
      'the socket buffers less than highWaterMark and a read':
        (counters.socket?.peakBufferedBytes ?? 0) < parameters.highWaterMark + READ_BYTES,
    }),
  },
  setup: openReceiver,
  async run({ parameters: { recordSize, batchSize }, prepared: { socket, store }, watch, record, signal }) {
    const records = watch('records', splitRecords(recordSize));
    let batches = 0;
    async function storeAll(source: AsyncIterable<Buffer>): Promise<void> {
      const batch: Buffer[] = [];
      const storeBatch = async (): Promise<void> => {
        batches += 1;
        await store.insert(batch.splice(0));
      };
      for await (const received of source) if (batch.push(received) === batchSize) await storeBatch();
      if (batch.length > 0) await storeBatch();
    }
    await pipeline(watch('socket', socket), records, storeAll, { signal });
    record('batches', batches);
    const { rows, bytes } = await store.count();
    record('storedRows', rows);
    record('storedBytes', bytes);
  },
  teardown: closeReceiver,
});
