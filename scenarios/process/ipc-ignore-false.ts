import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { countInFlight } from '../support/count-in-flight.ts';
import { startSlowChild, stopSlowChild, waitUntilHandled } from '../support/process/slow-child.ts';

/** So many that few are handled before the last is sent, on a busy machine too. */
const BURST_MESSAGES = 16;

export default defineScenario({
  name: 'ipc-ignore-false',
  title: 'Sends messages to a child process after send() returned false',
  about: {
    what: 'Sends messages to a slower child process with send(), 16 per turn of the event loop, and ignores its return value.',
    why: 'send() returns false when more messages wait than is wise, and queues them nevertheless. There is no limit and no event: its callback is the only backpressure. What waits is in arrayBuffers; a message above some 5 KiB reserves three bytes for each character of its JSON.',
    expect: 'Nearly everything that is sent waits in this process, except what the pipe accepted.',
  },
  tags: ['process', 'ipc', 'backpressure', 'wrong'],
  pairedWith: 'ipc-await-callback',
  parameters: { messages: count([512]), messageSize: bytes([16 * KiB]) },
  expect: {
    checks: ({ parameters: { messages, messageSize }, recorded }) => ({
      'every message is handled': recorded.handled === messages,
      'most calls of send() return false': (recorded.sendsThatReturnedFalse ?? 0) > messages / 2,
      'more than half of the bytes wait at the same time':
        (recorded.maxInFlightBytes ?? 0) > (messages * messageSize) / 2,
      'each byte that waits takes more than two of arrayBuffers':
        (recorded.arrayBuffersBytes ?? 0) > 2 * (recorded.waitingBytes ?? 0),
    }),
  },
  setup: startSlowChild,
  async run({ parameters: { messages, messageSize }, prepared: child, record, signal }) {
    const inFlight = countInFlight(record);
    const arrayBuffersBefore = process.memoryUsage().arrayBuffers;
    let returnedFalse = 0;
    const sendAll = async (): Promise<void> => {
      for (let sent = 0; sent < messages; sent += 1) {
        const text = 'm'.repeat(messageSize);
        inFlight.add(text);
        if (!child.send({ text }, () => inFlight.remove(text))) returnedFalse += 1; // BUG: false stops nothing
        if (sent % BURST_MESSAGES === 0) await turnLoop(undefined, { signal });
      }
      record('arrayBuffersBytes', process.memoryUsage().arrayBuffers - arrayBuffersBefore);
      record('waitingBytes', inFlight.count() * messageSize);
    };
    await Promise.all([waitUntilHandled(child, messages, signal), sendAll()]);
    record('handled', messages);
    record('sendsThatReturnedFalse', returnedFalse);
  },
  teardown: stopSlowChild,
});
