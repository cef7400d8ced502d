import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { defineScenario } from '../../../harness/scenario.ts';
import { turnLoop } from '../../support/turn-loop.ts';

const ROUNDS = 20;
const CHUNK = Buffer.from('Hello world 0\n');

export default defineScenario({
  name: 'fast-disk-no-drain',
  claim: {
    statement:
      "With a tiny highWaterMark and a fast disk, 'drain' may not be emitted after write() returned false.",
    source: ['003'],
    rule: ({ recorded: { ofFile = 0, ofMicrotask = 0, atOnce = 0, drains = 0 } }) => ({
      verdict: drains < ofFile + ofMicrotask + atOnce ? 'true' : 'false',
      reading: `at a highWaterMark of 1, of ${ROUNDS} calls each, write() returned false ${ofFile} times to a file, ${ofMicrotask} times to a sink that is done in a microtask and ${atOnce} times to one that is done at once; 'drain' followed ${drains} times`,
    }),
  },
  async run({ record, tempDir, signal }) {
    const file = createWriteStream(join(tempDir, 'hello.txt'), { highWaterMark: 1 });
    const atOnce = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, callback) => callback() });
    const fastest = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, callback) => queueMicrotask(callback),
    });
    let drains = 0;
    const sinks = { ofFile: file, ofMicrotask: fastest, atOnce };
    for (const [name, sink] of Object.entries(sinks)) {
      let falses = 0;
      sink.on('drain', () => {
        drains += 1;
      });
      for (let round = 0; round < ROUNDS; round += 1) {
        if (!sink.write(CHUNK)) falses += 1;
        while (sink.writableLength > 0) await turnLoop(1, signal);
        await turnLoop(2, signal); // 'drain' is emitted by now
      }
      sink.destroy();
      if (falses === 0 && sink === file) throw new Error('write() never returned false');
      record(name, falses);
    }
    record('drains', drains);
  },
});
