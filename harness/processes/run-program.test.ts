import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProgramEnd, type ProgramPlan, runProgram } from './run-program.ts';

const runScript = (script: string, plan: Partial<ProgramPlan> = {}): Promise<ProgramEnd> =>
  runProgram({
    program: { command: process.execPath, leading: ['-e'] },
    args: [script],
    cwd: tmpdir(),
    env: process.env,
    ownGroup: true,
    ...plan,
  });

test('a program ends with its exit code and its output', async () => {
  const end = await runScript("console.log('one'); console.error('two'); process.exitCode = 3");
  expect(end).toMatchObject({ exitCode: 3, terminatedBy: null });
  expect([end.stdout.text(), end.stderr.text()]).toEqual(['one\n', 'two\n']);
});

test('arguments are not interpreted by a shell', async () => {
  const end = await runScript('process.stdout.write(process.argv[1])', {
    args: ['process.stdout.write(process.argv[1])', '$HOME; `exit` "\' *'],
  });
  expect(end.stdout.text()).toBe('$HOME; `exit` "\' *');
});

test('a program has no input to wait for', async () => {
  const end = await runScript("process.stdin.resume().on('end', () => console.log('over'))");
  expect(end.stdout.text()).toBe('over\n');
});

test('a program that cannot be started rejects', async () => {
  await expect(runScript('', { cwd: '/no/such/folder' })).rejects.toThrow('ENOENT');
});

describe.skipIf(process.platform === 'win32')('all processes of a program are terminated', () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.close();
  });

  /** A script that is connected for as long as it lives. */
  const connect = (): string =>
    `require('net').connect(${(server.address() as AddressInfo).port}, '127.0.0.1').on('error', () => {});`;
  const seeConnection = async (): Promise<Socket> => {
    const [socket] = (await once(server, 'connection')) as [Socket];
    return socket.resume().on('error', () => {});
  };
  const seeEnd = async (socket: Socket): Promise<void> => {
    if (!socket.closed) await once(socket, 'close');
  };

  test('when it is interrupted, even if it ignores SIGTERM', async () => {
    const controller = new AbortController();
    const failed = runScript(`process.on('SIGTERM', () => {}); ${connect()}`, {
      signal: controller.signal,
      endGraceMs: 100,
    }).catch((reason: unknown) => reason);
    const socket = await seeConnection();
    controller.abort();
    expect(await failed).toBe(controller.signal.reason);
    await seeEnd(socket);
  });

  test('when it has ended and left one behind', async () => {
    // It ends when it receives data, which is sent once the process that it started is connected.
    const script = `
      require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(connect())}], { stdio: 'inherit' });
      ${connect().replace(/;$/, '')}.on('data', () => process.exit(0));`;
    const ended = runScript(script);
    const sockets = [await seeConnection(), await seeConnection()];
    for (const socket of sockets) socket.write('end');
    expect((await ended).exitCode).toBe(0);
    for (const socket of sockets) await seeEnd(socket);
  });
});
