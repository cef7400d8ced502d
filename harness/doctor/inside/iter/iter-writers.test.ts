import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { FirstCall } from '../../../meter/call-site.ts';
import { Label, Sum } from '../../../meter/sums/label.ts';
import { settle } from '../../../meter/sums/recent.ts';
import { compiled, packageRoot } from '../../../package-root.ts';
import { ITER_FLAGS, ITER_NODE, WITH_ITER_NODE } from '../../../test/find-iter-node.ts';
import { diagnose } from '../../diagnosis/diagnose.ts';
import { SETTINGS_VARIABLE, type ThreadSnapshot } from '../../snapshot.ts';
import { IterWriters } from './iter-writers.ts';

/** As Node's: a write is pending until its chunk is taken up. */
class PushWriter {
  readonly #waiting: (() => void)[] = [];

  write(_chunk: Uint8Array): Promise<void> {
    return this.#wait();
  }

  writev(_chunks: readonly Uint8Array[]): Promise<void> {
    return this.#wait();
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }

  takeUp(): void {
    this.#waiting.shift()?.();
  }
}

function watchWriters() {
  const { moduleLoadList } = process as unknown as { readonly moduleLoadList: string[] };
  moduleLoadList.push('NativeModule stream/iter');
  const made = { writer: new PushWriter() };
  const { getBuiltinModule } = process;
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(((name: string) =>
    name === 'stream/iter' ? { push: () => made, broadcast: () => made } : getBuiltinModule(name)) as never);
  const label = new Label(new FirstCall());
  const writers = new IterWriters(() => ({ label, total: new Sum() }));
  writers.see();
  return { label, writers };
}

test('what was written and is not taken up is buffered, and a second write did not wait', async () => {
  const { label, writers } = watchWriters();
  const writer = new PushWriter();
  const first = writer.write(new Uint8Array(1000));
  settle();
  expect(label.counters()).toMatchObject({ bytesIn: 1000, writesAfterFalse: 0 });
  void writer.writev([new Uint8Array(200), new Uint8Array(30)]);
  settle();
  expect(label.counters()).toMatchObject({ bytesIn: 1230, writesAfterFalse: 1 });
  expect(label.bytes).toBe(1230);
  writer.takeUp();
  await first;
  writers.settle();
  settle();
  expect(label.bytes).toBe(230);
  expect(label.peakBytes).toBe(1230);
});

const PROGRAMS = ['floods-stream-iter.mjs', 'loses-stream-iter.mjs'] as const;

/** What the doctor wrote last of a program, and the lines of that which are marked as guilty. */
function examine(program: (typeof PROGRAMS)[number]) {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-iter-'));
  const file = join(packageRoot, 'harness/doctor/fixtures', program);
  try {
    execFileSync(
      ITER_NODE ?? '',
      ['--require', compiled('harness/doctor/preload.cjs'), ...ITER_FLAGS, file],
      {
        env: { ...process.env, [SETTINGS_VARIABLE]: JSON.stringify({ folder }) },
        stdio: 'ignore',
      },
    );
    const snapshots = readdirSync(folder).map(
      (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ThreadSnapshot,
    );
    const [snapshot = {} as ThreadSnapshot] = snapshots.sort((a, b) => b.sequence - a.sequence);
    const lines = readFileSync(file, 'utf8').split('\n');
    const guilty = lines.flatMap((text, index) => (text.includes('// guilty') ? [index + 1] : []));
    return { snapshot, guilty };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(ITER_NODE === undefined)(WITH_ITER_NODE, () => {
  test('the line that floods an unbounded stream is the one that is named', () => {
    const { snapshot, guilty } = examine('floods-stream-iter.mjs');
    expect(snapshot.sites).toMatchObject([
      {
        ...{ method: 'write', streamClass: 'PushWriter', frames: [{ line: guilty[0] }] },
        ...{ peakBufferedBytes: 256 * 65536, highWaterMarkBytes: 16_384 },
      },
    ]);
    expect(diagnose([snapshot])).toMatchObject([
      { level: 'alarm', missing: 'the promise of writer.write() was not awaited' },
    ]);
  });

  test('each line that loses what a full stream has no room for is named, and those that wait are not', () => {
    const { snapshot, guilty } = examine('loses-stream-iter.mjs');
    const findings = diagnose([snapshot]);
    const found = findings.map(({ site, level, losesByPolicy }) => [site?.line, level, losesByPolicy]);
    expect(found.sort()).toEqual([
      [guilty[0], 'note', 'rejected'],
      [guilty[1], 'note', 'dropped'],
      [guilty[2], 'note', 'dropped'],
      [guilty[3], 'note', 'rejected'],
    ]);
  });
});
