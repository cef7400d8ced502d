import { once } from 'node:events';
import { bytes, choice, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { countInFlight } from '../support/count-in-flight.ts';
import { countFramedBytes, countRecords, RecordSplitter } from '../support/database/record-frames.ts';
import { closeReceiver, openReceiver } from '../support/database/record-receiver.ts';

export default defineScenario({
  name: 'tcp-to-database-unbounded',
  title: 'Queues records from TCP until the database has time',
  about: {
    what: "Splits the records in a 'data' listener, and chains each batch to the promise of the previous one.",
    why: 'Nothing pauses the socket: while the database is busy, everything that is sent is read.',
    expect: 'The promise chain holds most of what was sent. All of it is stored in the end, if memory lasts.',
  },
  tags: ['tcp', 'database', 'backpressure', 'wrong'],
  pairedWith: 'tcp-to-database',
  parameters: {
    database: choice(['sqlite', 'postgres']),
    highWaterMark: bytes([64 * KiB]),
    recordSize: bytes([4 * KiB, 1 * KiB]),
    batchSize: count([64, 256]),
    volume: volume(32 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'recorded.maxInFlightBytes',
    checks: ({ parameters, counters, recorded }) => ({
      'all bytes are read': counters.socket?.bytesOut === countFramedBytes(parameters),
      'every record is stored': recorded.storedRows === countRecords(parameters),
      'every byte of them is stored': recorded.storedBytes === parameters.volume,
      // How far the database has come by then depends on the machine: of a few batches, it may have stored nearly all.
      ...(countRecords(parameters) >= 16 * parameters.batchSize && {
        'many batches are queued at the same time': (recorded.maxInFlight ?? 0) > 4 * parameters.batchSize,
      }),
    }),
  },
  setup: openReceiver,
  async run({ parameters: { recordSize, batchSize }, prepared: { socket, store }, watch, record, signal }) {
    const inFlight = countInFlight(record);
    const splitter = new RecordSplitter(recordSize);
    const batch: Buffer[] = [];
    let stored = Promise.resolve();
    const storeBatch = (records: readonly Buffer[]): void => {
      stored = stored.then(() => store.insert(records)).then(() => records.forEach(inFlight.remove));
    };
    watch('socket', socket).on('data', (chunk: Buffer) => {
      for (const received of splitter.split(chunk)) {
        inFlight.add(received);
        batch.push(received);
        if (batch.length === batchSize) storeBatch(batch.splice(0)); // BUG: the socket is not paused
      }
    });
    await once(socket.resume(), 'end', { signal });
    storeBatch(batch);
    await stored;
    const { rows, bytes } = await store.count();
    record('storedRows', rows);
    record('storedBytes', bytes);
  },
  teardown: closeReceiver,
});
