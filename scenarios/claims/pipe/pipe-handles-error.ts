import { setImmediate as nextTurn } from 'node:timers/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { byteStream } from '../../support/byte-stream.ts';
import { slowSink } from '../../support/slow-sink.ts';
import { whenClosed } from '../../support/streams/when-closed.ts';

const SOURCE = { highWaterMark: 16 * KiB, chunkSize: 16 * KiB, volume: 1024 * KiB };

export default defineScenario({
  name: 'pipe-handles-error',
  claim: {
    statement: "pipe() handles 'error': a stream that fails does not leave the other one open.",
    source: ['000'],
    rule: ({ recorded: { targetClosed = 0, sourceClosed = 0, sourceUnpiped = 0 } }) => {
      const closed = targetClosed + sourceClosed;
      return {
        verdict: closed === 2 ? 'true' : closed === 1 ? 'partly' : 'false',
        condition: targetClosed ? 'only if the source fails' : 'only if the target fails',
        reading: `the source failed: the target ${stays(targetClosed)}; the target failed: the source ${stays(sourceClosed)}, and ${sourceUnpiped ? 'was only unpiped' : 'still piped to it'}`,
      };
    },
  },
  async run({ record }) {
    const source = byteStream(SOURCE);
    const target = slowSink(SOURCE);
    source.pipe(target);
    source.on('error', () => {}); // pipe() adds no listener: without this the process would crash
    source.destroy(new Error('the source failed'));
    await whenClosed(source);
    await nextTurn();
    record('targetClosed', Number(target.destroyed || target.writableEnded));

    const healthy = byteStream(SOURCE);
    const failing = slowSink(SOURCE);
    healthy.pipe(failing);
    failing.on('error', () => {});
    failing.destroy(new Error('the target failed'));
    await whenClosed(failing);
    await nextTurn();
    record('sourceClosed', Number(healthy.destroyed));
    record('sourceUnpiped', Number(healthy.listenerCount('data') === 0));
  },
});

const stays = (isClosed: number) => (isClosed ? 'was closed' : 'stayed open');
