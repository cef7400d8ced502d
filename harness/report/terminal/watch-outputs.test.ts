import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { watchOutputs } from './watch-outputs.ts';

function watch() {
  const [stdout, stderr] = [new EventEmitter(), new EventEmitter()];
  const said: string[] = [];
  const watched = watchOutputs({ stdout, stderr }, (text) => said.push(text));
  return { stdout, stderr, said, watched };
}

const errorOf = (code: string): Error => Object.assign(new Error(`${code}: it says why`), { code });

test('a reader of stdout that closes early wants no more', () => {
  const { stdout, said, watched } = watch();
  stdout.emit('error', errorOf('EPIPE'));
  expect({ said, isIncomplete: watched.isIncomplete }).toEqual({ said: [], isIncomplete: false });
});

test('a full disk is said once, however often it is written to', () => {
  const { stdout, said, watched } = watch();
  for (const code of ['ENOSPC', 'ERR_STREAM_DESTROYED', 'ENOSPC']) stdout.emit('error', errorOf(code));
  expect(said).toEqual(['tidemark: the output could not be written to stdout: ENOSPC: it says why']);
  expect(watched.isIncomplete).toBe(true);
});

test.each(['EPIPE', 'ENOSPC', 'EIO'])('what stderr loses by %s changes nothing', (code) => {
  const { stderr, said, watched } = watch();
  stderr.emit('error', errorOf(code));
  expect({ said, isIncomplete: watched.isIncomplete }).toEqual({ said: [], isIncomplete: false });
});
