/** Streams of node:stream/iter, on a Node that has them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compiled, packageRoot } from '../../package-root.ts';
import { ITER_FLAGS, ITER_NODE, WITH_ITER_NODE } from '../../test/find-iter-node.ts';
import { seeStreamIter, watchIterStream } from './see-push.ts';

const WATCH = pathToFileURL(compiled('harness/meter/watch.js')).href;
const CHUNK = 64 * 1024;

function run(program: string, ...args: readonly string[]): unknown {
  const file = join(packageRoot, 'harness/test/fixtures-meter', program);
  return JSON.parse(
    execFileSync(ITER_NODE ?? '', [...ITER_FLAGS, file, ...args], { encoding: 'utf8', timeout: 60_000 }),
  );
}

interface Seen {
  readonly sees: unknown;
  readonly refused: readonly string[];
  readonly counters: Readonly<Record<string, object>>;
  readonly first: Readonly<Record<string, { readonly frames: readonly { readonly line: number }[] }>>;
}

test('where Node has no such module, or not its flag, nothing is done', () => {
  seeStreamIter(false);
  expect(watchIterStream({}, {} as never)).toBe(false);
});

describe.skipIf(ITER_NODE === undefined)(WITH_ITER_NODE, () => {
  test.each(['1', '2', '3'])('whatever is called, what is counted is what Node says (seed %s)', (seed) => {
    const { compared, wrong } = run('count-stream-iter.mjs', WATCH, seed, '40') as {
      readonly compared: number;
      readonly wrong: readonly string[];
    };
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  });

  test('a program sees the same, watched or not, and its rejections are not hidden', () => {
    const { sees } = run('watch-stream-iter.mjs', 'none') as Seen;
    expect((run('watch-stream-iter.mjs', WATCH) as Seen).sees).toEqual(sees);
    expect(sees).toMatchObject({ unhandled: 'ERR_INVALID_STATE', classic: 3 * CHUNK });
  });

  test('each policy is counted exactly, by the writer, by what is read from, and by both', () => {
    const { counters } = run('watch-stream-iter.mjs', WATCH) as Seen;
    const all = 16 * CHUNK;
    const dropped = { droppedBytes: all - CHUNK, droppedWrites: 15, bytesIn: all, bytesOut: CHUNK };
    expect(counters).toMatchObject({
      'of push': { bytesIn: 3 * CHUNK, bytesOut: CHUNK, peakBufferedBytes: 3 * CHUNK },
      'of Stream.push': { bytesIn: 3 * CHUNK, bytesOut: CHUNK },
      'of default.push': { bytesIn: 3 * CHUNK, bytesOut: CHUNK },
      strict: { bytesIn: 2 * CHUNK, bytesOut: 2 * CHUNK, peakBufferedBytes: 2 * CHUNK, writesAfterFalse: 14 },
      unbounded: { bytesIn: all, bytesOut: all, peakBufferedBytes: all, writesAfterFalse: 14 },
      'drop-oldest': { ...dropped, peakBufferedBytes: CHUNK, writesAfterFalse: 15 },
      'drop-newest': { ...dropped, peakBufferedBytes: CHUNK, writesAfterFalse: 15 },
      text: { bytesIn: 3000 + 3 + 7, peakBufferedBytes: 3010, highWaterMarkBytes: 16 * 1024 },
      'behind sink': { bytesIn: 32 * CHUNK, bytesOut: 32 * CHUNK },
      sink: { bytesIn: 32 * CHUNK, peakBufferedBytes: 32 * CHUNK },
      together: { peakBufferedBytes: 32 * CHUNK },
      behind: { bytesIn: 3 * CHUNK, bytesOut: 3 * CHUNK, writesAfterFalse: 0 },
    });
  });

  test('what a Writable of toWritable() has as well counts once', () => {
    // And what the first three streams of the program have left: two chunks each, and some text.
    const { peakBufferedBytes } = run('watch-stream-iter.mjs', WATCH) as {
      readonly peakBufferedBytes: number;
    };
    expect(peakBufferedBytes).toBe((32 + 3 * 2) * CHUNK + 3010);
  });

  test('the line of the first write after false is that of the program', () => {
    const { first } = run('watch-stream-iter.mjs', WATCH) as Seen;
    const lines = readFileSync(
      join(packageRoot, 'harness/test/fixtures-meter/watch-stream-iter.mjs'),
      'utf8',
    ).split('\n');
    expect(lines[(first.unbounded?.frames[0]?.line ?? 0) - 1]).toContain('ends.push(writer.write(');
  });

  test('a stream with transforms is refused, with what to do instead', () => {
    const { refused } = run('watch-stream-iter.mjs', WATCH) as Seen;
    expect(refused).toHaveLength(2);
    for (const message of refused) expect(message).toContain('read from pull(readable, …transforms)');
  });
});
