import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compiled } from '../../../package-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'pass-messages-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function forkUnderDoctor(program: string, serialization: 'json' | 'advanced' = 'json') {
  const path = join(folder, 'program.cjs');
  writeFileSync(path, program);
  const args = ['doctor', '--results', folder, '--', process.execPath, path];
  return fork(compiled('harness/cli.js'), args, { serialization, stdio: 'pipe' });
}

const ECHO = `
  process.on('message', (message) => {
    process.send([message, 'is ' + Object.prototype.toString.call(message.data)]);
    if (message.isLast) process.disconnect();
  });
`;

test.each([
  ['json', { data: ['text'] }, 'is [object Array]'],
  ['advanced', { data: new Map([[1, 2]]) }, 'is [object Map]'],
] as const)(
  'messages reach the program, and the process that started tidemark: %s',
  async (serialization, sent, kind) => {
    const tidemark = forkUnderDoctor(ECHO, serialization);
    const received: unknown[] = [];
    tidemark.on('message', (message) => received.push(message));
    // Before the program has started.
    tidemark.send(sent);
    tidemark.send({ ...sent, isLast: true });
    const [code] = await once(tidemark, 'exit');
    expect(code).toBe(0);
    expect(received).toEqual([
      [sent, kind],
      [{ ...sent, isLast: true }, kind],
    ]);
  },
);

test('what a program sends when it exits arrives, and that the channel is closed is seen', async () => {
  const tidemark = forkUnderDoctor(`
    for (let n = 0; n < 500; n += 1) process.send({ n, text: 'x'.repeat(1000) });
    process.on('disconnect', () => {});
    process.once('message', () => process.disconnect());
  `);
  let received = 0;
  tidemark.on('message', () => {
    received += 1;
    if (received === 500) tidemark.send('enough');
  });
  await Promise.all([once(tidemark, 'disconnect'), once(tidemark, 'exit')]);
  expect(received).toBe(500);
});

test('a program sees that the process that started tidemark has closed the channel', async () => {
  const tidemark = forkUnderDoctor(`
    process.on('disconnect', () => process.exit(7));
    process.send('ready');
  `);
  await once(tidemark, 'message');
  tidemark.disconnect();
  const [code] = await once(tidemark, 'exit');
  expect(code).toBe(7);
});

test('a program has a channel only if tidemark has one', async () => {
  const path = join(folder, 'asks.cjs');
  writeFileSync(path, 'process.exitCode = process.send === undefined ? 3 : 4;');
  const args = [compiled('harness/cli.js'), 'doctor', '--results', folder, '--', process.execPath, path];
  const [code] = await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit');
  expect(code).toBe(3);
});
