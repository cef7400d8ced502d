import type { ChildProcess, Serializable } from 'node:child_process';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { countInFlight } from '../support/count-in-flight.ts';
import { startSlowChild, stopSlowChild, waitUntilHandled } from '../support/process/slow-child.ts';

export default defineScenario({
  name: 'ipc-await-callback',
  title: 'Waits for the callback of send() before the next message',
  about: {
    what: 'Sends the same messages to the same child process, each when the callback of the last send() has been called.',
    why: "The callback is called when the operating system has accepted the message, so the child's pace reaches this process through the pipe between them. It is called without an error, too, if the child dies before that: only an answer of the child says that a message has arrived. Where that matters, limit how many are unanswered.",
    expect: 'One message waits at a time, and send() never returns false.',
  },
  tags: ['process', 'ipc', 'backpressure', 'right'],
  pairedWith: 'ipc-ignore-false',
  parameters: { messages: count([512]), messageSize: bytes([16 * KiB]) },
  expect: {
    checks: ({ parameters: { messages, messageSize }, recorded }) => ({
      'every message is handled': recorded.handled === messages,
      'send() never returns false': recorded.sendsThatReturnedFalse === 0,
      'one message waits at a time': recorded.maxInFlightBytes === messageSize,
    }),
  },
  setup: startSlowChild,
  async run({ parameters: { messages, messageSize }, prepared: child, record, signal }) {
    const inFlight = countInFlight(record);
    let returnedFalse = 0;
    const sendAll = async (): Promise<void> => {
      for (let sent = 0; sent < messages; sent += 1) {
        signal.throwIfAborted();
        const text = 'm'.repeat(messageSize);
        inFlight.add(text);
        if (!(await send(child, { text }))) returnedFalse += 1;
        inFlight.remove(text);
      }
    };
    // Together, so that neither of them can reject while nothing awaits it.
    await Promise.all([waitUntilHandled(child, messages, signal), sendAll()]);
    record('handled', messages);
    record('sendsThatReturnedFalse', returnedFalse);
  },
  teardown: stopSlowChild,
});

/** Resolves with what send() returned, once the operating system has the message. */
function send(child: ChildProcess, message: Serializable): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const isBelowLimit = child.send(message, (error) => (error ? reject(error) : resolve(isBelowLimit)));
  });
}
