/** What is said of streams whose lengths this runtime keeps where the meter does not see them. */
import * as stream from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Watcher } from '../watch.ts';
import { isLoaded } from './streams.ts';

/** As of a runtime that keeps what is written in native code. */
class Elsewhere extends stream.Writable {
  readonly #written: unknown[] = [];
  override write(...args: unknown[]): boolean {
    this.#written.push(args[0]);
    return true;
  }
}

test('a runtime without a list of loaded modules may have loaded any', () => {
  expect(isLoaded('no/such/module')).toBe(false);
  const own = Object.getOwnPropertyDescriptor(process, 'moduleLoadList') ?? {};
  onTestFinished(() => void Object.defineProperty(process, 'moduleLoadList', own));
  Object.defineProperty(process, 'moduleLoadList', { ...own, value: [] });
  expect(isLoaded('no/such/module')).toBe(true);
});

test('streams whose lengths are not seen have no figures, and the self-test says why', () => {
  const getBuiltinModule = process.getBuiltinModule.bind(process) as (id: string) => object | undefined;
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(((id: string) =>
    id === 'stream' ? { ...stream, Writable: Elsewhere } : getBuiltinModule(id)) as never);
  onTestFinished(() => void vi.restoreAllMocks());
  const watcher = new Watcher();
  const watched = watcher.watch('it', new Elsewhere());
  watched.write(Buffer.alloc(1000));
  watcher.record('own', 1);
  expect(watcher.report()).toEqual({ byLabel: {}, uncounted: ['it'], recorded: { own: 1 } });
  expect(watcher.warnings).toEqual(['node-streams-not-counted']);
});
