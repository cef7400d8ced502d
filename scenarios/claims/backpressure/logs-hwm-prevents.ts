import { Console } from 'node:console';
import { once } from 'node:events';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { slowSink } from '../../support/slow-sink.ts';

const HIGH_WATER_MARK = 16 * KiB;
const LINE = 'an entry of a log that is longer than it ought to be';
const LINES = 2000;

export default defineScenario({
  name: 'logs-hwm-prevents',
  claim: {
    statement: 'highWaterMark keeps an application from buffering too many log entries.',
    source: ['003'],
    rule: ({ recorded: { consolePeak = 0, waitingPeak = 0 } }) => {
      const bounds = [consolePeak, waitingPeak].map((peak) => peak <= HIGH_WATER_MARK + LINE.length);
      return {
        verdict: bounds.every(Boolean) ? 'true' : bounds.some(Boolean) ? 'partly' : 'false',
        condition: "if the logger waits for 'drain' after false; console.log() does not",
        reading: `of ${sizeInWords(LINES * (LINE.length + 1))} of entries, at most ${sizeInWords(consolePeak)} are buffered with console.log(), ${sizeInWords(waitingPeak)} with a logger that waits for 'drain'`,
      };
    },
  },
  async run({ record, signal }) {
    const ignored = slowSink({ highWaterMark: HIGH_WATER_MARK });
    const logger = new Console(ignored);
    for (let line = 0; line < LINES; line += 1) logger.log(LINE);
    record('consolePeak', ignored.writableLength);
    ignored.destroy();

    const awaited = slowSink({ highWaterMark: HIGH_WATER_MARK });
    let peak = 0;
    for (let line = 0; line < LINES; line += 1) {
      const isFull = !awaited.write(`${LINE}\n`);
      peak = Math.max(peak, awaited.writableLength);
      if (isFull) await once(awaited, 'drain', { signal });
    }
    record('waitingPeak', peak);
  },
});
