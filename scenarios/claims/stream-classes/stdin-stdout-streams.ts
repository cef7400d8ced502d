import { spawnSync } from 'node:child_process';
import { defineScenario } from '../../../harness/scenario.ts';

/** Prints for stdin and stdout whether they are streams. In a process of its own, which has pipes for both. */
const PRINTS = `
  const { Readable, Writable } = require('node:stream');
  process.stdin.on('data', (chunk) => {
    const streams = [process.stdin instanceof Readable, process.stdout instanceof Writable];
    process.stdout.end(JSON.stringify({ streams, readBytes: chunk.length }));
  });
`;
const INPUT = 'what comes in';

export default defineScenario({
  name: 'stdin-stdout-streams',
  claim: {
    statement: 'process.stdin and process.stdout are streams.',
    source: ['000'],
    rule: ({ recorded: { isReadable = 0, isWritable = 0, readBytes = 0 } }) => ({
      verdict: isReadable && isWritable ? 'true' : isReadable || isWritable ? 'partly' : 'false',
      condition: isReadable ? 'only stdin' : 'only stdout',
      reading: `stdin instanceof Readable is ${Boolean(isReadable)}, stdout instanceof Writable is ${Boolean(isWritable)}; a 'data' listener got ${readBytes} of ${INPUT.length} bytes, and end() delivered the answer`,
    }),
  },
  run({ record }) {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', PRINTS], { input: INPUT });
    if (stdout.length === 0) throw new Error(stderr.toString());
    const { streams, readBytes } = JSON.parse(stdout.toString());
    record('isReadable', Number(streams[0]));
    record('isWritable', Number(streams[1]));
    record('readBytes', readBytes);
  },
});
