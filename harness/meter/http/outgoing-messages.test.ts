import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { expect, test } from 'vitest';
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
