import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Watcher } from '../watch.ts';

test('the first message that is watched has the same shape as all others', () => {
  setFlagsFromString('--allow-natives-syntax');
  const haveSameMap = new Function('one', 'other', 'return %HaveSameMap(one, other)') as (
    one: unknown,
    other: unknown,
  ) => boolean;
  expect(haveSameMap({ one: 1 }, { other: 2 })).toBe(false);
  const watcher = new Watcher();
  const messages = [0, 1, 2].map(() => {
    const message = watcher.watch('it', new ServerResponse(new IncomingMessage(new Socket())));
    message.write('1234');
    return message;
  });
  for (const other of messages.slice(1)) expect(haveSameMap(messages[0], other)).toBe(true);
  expect(watcher.report().byLabel.it).toMatchObject({ bytesIn: 12 });
});

test('a response of a runtime that writes past the class of all messages has no figures, and what else is counted no sum', () => {
  replaceWrite(() => true);
  vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, bun: '1.4.5' });
  onTestFinished(() => void vi.restoreAllMocks());
  const watcher = new Watcher();
  const source = watcher.watch('source', new Readable({ read: () => {} }));
  const response = watcher.watch('response', new ServerResponse(new IncomingMessage(new Socket())));
  // Of a label of which one stream is not counted, the others say nothing.
  watcher.watch('response', new Readable({ read: () => {} })).push('123');
  source.push('12');
  response.write('1234');
  expect(watcher.report()).toEqual({
    byLabel: { source: expect.objectContaining({ peakBufferedBytes: 2 }) },
    uncounted: ['response'],
    recorded: {},
  });
  expect(watcher.warnings).toEqual(['http-message-not-counted']);
});

test('a response is counted if the program has replaced the write() of all responses, as a tracer does', () => {
  const { write } = ServerResponse.prototype;
  replaceWrite(function (this: ServerResponse, ...args: unknown[]) {
    return Reflect.apply(write, this, args) as boolean;
  });
  const watcher = new Watcher();
  const response = watcher.watch('response', new ServerResponse(new IncomingMessage(new Socket())));
  response.write('1234');
  expect(watcher.report()).toMatchObject({ byLabel: { response: { bytesIn: 4 } }, bytesDelivered: 0 });
  expect(watcher.warnings).toEqual([]);
});

function replaceWrite(value: (...args: never[]) => boolean): void {
  const own = Object.getOwnPropertyDescriptor(ServerResponse.prototype, 'write');
  Object.defineProperty(ServerResponse.prototype, 'write', { configurable: true, writable: true, value });
  onTestFinished(() => {
    if (own === undefined) Reflect.deleteProperty(ServerResponse.prototype, 'write');
    else Object.defineProperty(ServerResponse.prototype, 'write', own);
  });
}

test('a response whose own class has a write() is counted', () => {
  class Own extends ServerResponse {
    override write(...args: unknown[]): boolean {
      return super.write(...(args as [string]));
    }
  }
  const watcher = new Watcher();
  const response = watcher.watch('response', new Own(new IncomingMessage(new Socket())));
  response.write('1234');
  expect(watcher.report()).toMatchObject({ byLabel: { response: { bytesIn: 4 } }, bytesDelivered: 0 });
  expect(watcher.warnings).toEqual([]);
});
