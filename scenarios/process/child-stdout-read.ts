import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { printBytes } from '../support/process/print-bytes.ts';
import { slowSink } from '../support/slow-sink.ts';

/** The largest chunk that Node reads from a pipe. */
const READ_BYTES = 64 * KiB;

export default defineScenario({
  name: 'child-stdout-read',
  title: 'Reads the stdout of a child process at the pace of a slow sink',
  about: {
    what: "Passes the stdout of a child to a slow sink with pipeline(), and waits for that and for 'close', which comes when the child has exited and its pipes have ended.",
    why: "The pipe makes the child wait for the sink, so neither process buffers much. If the sink fails, pipeline() closes the pipe, it does not end the process: kill() does. For output that nobody needs, use stdio: 'ignore' or stdout.resume().",
    expect:
      'All of the output arrives, and stdout and the sink buffer at most a highWaterMark and a chunk each.',
  },
  tags: ['process', 'child-process', 'pipeline', 'right'],
  pairedWith: 'child-stdout-unread',
  parameters: { highWaterMark: bytes([64 * KiB]), output: bytes([16 * MiB]) },
  expect: {
    checks: ({ parameters: { highWaterMark, output }, counters, recorded }) => ({
      'all of the output arrives': counters.sink?.bytesOut === output,
      'the child exits with 0': recorded.exitCode === 0,
      'stdout buffers less than its highWaterMark and a read':
        (counters.stdout?.peakBufferedBytes ?? output) <
        (counters.stdout?.highWaterMarkBytes ?? 0) + READ_BYTES,
      'the sink buffers less than highWaterMark and a read':
        (counters.sink?.peakBufferedBytes ?? output) < highWaterMark + READ_BYTES,
    }),
  },
  async run({ parameters: { highWaterMark, output }, watch, record, signal }) {
    const child = spawn(process.execPath, ['--eval', `(${printBytes})(${output})`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      signal,
    });
    try {
      const [[exitCode]] = await Promise.all([
        once(child, 'close') as Promise<[number | null]>, // rejects if the child cannot be started
        pipeline(watch('stdout', child.stdout), watch('sink', slowSink({ highWaterMark }))),
      ]);
      if (exitCode === null) throw new Error('the child was killed');
      record('exitCode', exitCode);
    } finally {
      child.kill(); // does nothing if it has exited
    }
  },
});
