import { once } from 'node:events';
import { request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { WatchServer } from './watch-server.ts';

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
  readonly type: string | undefined;
}

async function ask(server: WatchServer, path = '/', host?: string, method = 'GET'): Promise<Answer> {
  const url = new URL(path, server.address);
  const sent = request(url, { method, agent: false, ...(host !== undefined && { headers: { host } }) });
  sent.end();
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = await response.toArray();
  const text = Buffer.concat(chunks).toString();
  return { status: response.statusCode, text, type: response.headers['content-type'] };
}

/** The clock of the server. */
let nowMs = 0;

async function open(page = 'one'): Promise<WatchServer> {
  const server = await WatchServer.open(page, () => nowMs);
  onTestFinished(async () => {
    nowMs += 60 * 1000;
    await server.close('');
  });
  return server;
}

test('the page is at an address of this machine only, and its state has another version for each page', async () => {
  const server = await open();
  expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(await ask(server)).toEqual({ status: 200, text: 'one', type: 'text/html; charset=utf-8' });
  const before = JSON.parse((await ask(server, '/state')).text);
  server.show('two');
  expect((await ask(server)).text).toBe('two');
  const after = JSON.parse((await ask(server, '/state')).text);
  expect(after.version).not.toBe(before.version);
  expect(after.isDone).toBe(false);
});

test('a name that is not its own is refused, as that of a site that leads to this machine', async () => {
  const server = await open();
  const { port } = new URL(server.address);
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `[::1]:${port}`])
    expect(await ask(server, '/', host)).toMatchObject({ status: 403 });
  expect(await ask(server, '/', `localhost:${port}`)).toMatchObject({ status: 200 });
});

test('there is nothing else, and nothing can be sent', async () => {
  const server = await open();
  expect((await ask(server, '/../report.json')).status).toBe(404);
  expect((await ask(server, '/', undefined, 'POST')).status).toBe(405);
});

test('it is open for as long as somebody has asked lately', async () => {
  nowMs = 0;
  const server = await open();
  expect(server.isOpen).toBe(false);
  await ask(server, '/state');
  nowMs = 9000;
  expect(server.isOpen).toBe(true);
  nowMs = 10_001;
  expect(server.isOpen).toBe(false);
});

test('closing waits for a page that is open to get the last one', async () => {
  const server = await WatchServer.open('one');
  await ask(server);
  const closed = server.close('last');
  expect(JSON.parse((await ask(server, '/state')).text).isDone).toBe(true);
  expect((await ask(server)).text).toBe('last');
  await closed;
  await expect(ask(server)).rejects.toThrow();
});
