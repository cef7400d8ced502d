import { EventEmitter } from 'node:events';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'remove-listener',
  title: "Removes a request's listener when its response is closed",
  about: {
    what: "For each request, adds a listener that uses the request's body to an emitter that lives as long as the process, and removes it when the response emits 'close'.",
    why: "'close' comes however a response ends: sent, failed or abandoned by its client. The closure, and with it the body, lives as long as its request. An EventTarget takes { signal } instead.",
    expect: 'No listener is left and no body is retained, after any number of requests.',
  },
  tags: ['buffer', 'leak', 'right'],
  pairedWith: 'buffer-leak-in-closure',
  parameters: {
    bodySize: bytes([16 * KiB]),
    volume: volume(4 * MiB),
  },
  expect: {
    checks: ({ recorded }) => ({
      'one listener is added at a time': recorded.maxListeners === 1,
      'no body is still reachable': recorded.reachableBodies === 0,
    }),
  },
  setup: () => new EventEmitter(),
  run({ parameters: { bodySize, volume }, prepared: shutdown, record }) {
    for (const body of byteSource({ allocation: 'alloc', chunkSize: bodySize, volume })) {
      const response = new EventEmitter(); // stands for a ServerResponse
      const listener = () => process.stderr.write(body.subarray(-16));
      shutdown.on('shutdown', listener);
      response.once('close', () => shutdown.off('shutdown', listener));
      record('maxListeners', shutdown.listenerCount('shutdown'));
      response.emit('close');
    }
    record('reachableBodies', shutdown.listenerCount('shutdown'));
  },
});
