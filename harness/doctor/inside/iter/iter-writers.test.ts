import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { FirstCall } from '../../../meter/call-site.ts';
import { Label, Sum } from '../../../meter/sums/label.ts';
import { settle } from '../../../meter/sums/recent.ts';
import { compiled, packageRoot } from '../../../package-root.ts';
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

const FLAG = '--experimental-stream-iter';

test.runIf(process.allowedNodeEnvironmentFlags.has(FLAG))('of Node itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-iter-'));
  const program = join(packageRoot, 'harness/doctor/fixtures/floods-stream-iter.mjs');
  try {
    execFileSync(process.execPath, ['--require', compiled('harness/doctor/preload.cjs'), FLAG, program], {
      env: { ...process.env, [SETTINGS_VARIABLE]: JSON.stringify({ folder }) },
      stdio: 'ignore',
    });
    const [file = ''] = readdirSync(folder).sort().reverse();
    const { sites } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as ThreadSnapshot;
    const line = readFileSync(program, 'utf8')
      .split('\n')
      .findIndex((text) => text.endsWith('// guilty'));
    expect(sites).toMatchObject([
      { method: 'write', streamClass: 'PushWriter', frames: [{ line: line + 1 }] },
    ]);
    // What is taken up at once is not pending: 16 KiB have room.
    expect(sites[0]?.peakBufferedBytes).toBe(255 * 65536);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
