import { spawn } from 'node:child_process';
import { bytes, defineScenario, MiB } from '../../harness/scenario.ts';
import { printBytes } from '../support/process/print-bytes.ts';
import { readAhead } from '../support/streams/read-ahead.ts';
import { whenClosed } from '../support/streams/when-closed.ts';
import { turnLoop } from '../support/turn-loop.ts';

export default defineScenario({
  name: 'child-stdout-unread',
  title: "Waits for the 'exit' of a child process whose stdout nobody reads",
  about: {
    what: "Starts a child with a pipe as its stdout, and waits for 'exit' without reading the pipe.",
    why: 'A pipe holds a few hundred KiB at most. Once it is full, a child that writes synchronously blocks in write(), and one that writes asynchronously queues its output in its own memory: neither exits. Tests pass, because there the child prints less.',
    expect: 'Node reads ahead up to the highWaterMark and stops; the child does not exit.',
  },
  tags: ['process', 'child-process', 'backpressure', 'wrong'],
  pairedWith: 'child-stdout-read',
  parameters: { output: bytes([16 * MiB]) },
  expect: {
    checks: ({ parameters: { output }, counters, recorded }) => ({
      'the stream is full':
        (counters.stdout?.peakBufferedBytes ?? 0) >= (counters.stdout?.highWaterMarkBytes ?? output),
      'nothing of it is read': counters.stdout?.bytesOut === 0,
      'less than an eighth of the output arrives': (counters.stdout?.bytesIn ?? output) < output / 8,
      'the child has not exited': recorded.hasExited === 0,
    }),
  },
  async run({ parameters: { output }, watch, record }) {
    const child = spawn(process.execPath, ['--eval', `(${printBytes})(${output})`], {
      stdio: ['ignore', 'pipe', 'inherit'], // BUG: a pipe that nobody reads
    });
    await readAhead(watch('stdout', child.stdout)); // as Node does by itself
    await turnLoop(1000);
    record('hasExited', Number(child.exitCode !== null));
    child.kill();
    child.stdout.destroy();
    await whenClosed(child.stdout);
  },
});
