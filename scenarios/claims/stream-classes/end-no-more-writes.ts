import { finished } from 'node:stream/promises';
import { defineScenario } from '../../../harness/scenario.ts';
import { slowSink } from '../../support/slow-sink.ts';

export default defineScenario({
  name: 'end-no-more-writes',
  claim: {
    statement: 'end() says that no more writes follow: a later write() is an error.',
    source: ['003'],
    rule: ({ recorded: { failsBefore = 0, failsAfter = 0 } }) => ({
      verdict: failsAfter && !failsBefore ? 'true' : 'false',
      reading: `a write before end() ${failsBefore ? 'fails' : 'succeeds'}, one after it ${failsAfter ? 'fails with ERR_STREAM_WRITE_AFTER_END' : 'does not fail'}`,
    }),
  },
  async run({ record, signal }) {
    const sink = slowSink({ highWaterMark: 16 });
    const failures: (string | undefined)[] = [];
    const note = (error?: NodeJS.ErrnoException | null) => failures.push(error?.code);
    sink.on('error', () => {}); // which write after end emits, too
    await new Promise<void>((resolve) => {
      sink.write('before', (error) => {
        note(error);
        resolve();
      });
    });
    sink.end();
    sink.write('after', note);
    await finished(sink, { signal }).catch(() => {});
    record('failsBefore', Number(failures[0] !== undefined));
    record('failsAfter', Number(failures[1] === 'ERR_STREAM_WRITE_AFTER_END'));
  },
});
