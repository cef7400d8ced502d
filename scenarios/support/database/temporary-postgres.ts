/** A PostgreSQL server of one run, from the programs that this machine has. */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

const USER = 'tidemark';
/**
 * No address to listen at, so it takes nobody's port: only who may open the folder reaches it. Its shared memory is
 * in the folder, too, and gone with it.
 */
const SETTINGS = ['listen_addresses=', 'unix_socket_permissions=0700', 'dynamic_shared_memory_type=mmap'];
/** Less than the grace that a run has between SIGTERM and SIGKILL. */
const STOP_LIMIT_MS = 1000;
const POLL_MS = 5;
const READY = 'ready to accept connections';

export interface ThrowAwayPostgres {
  readonly connection: { readonly host: string; readonly user: string; readonly database: string };
  readonly stop: () => void;
}

/**
 * Makes a cluster in `folder` and starts its server, in the process group of this process, so that both are ended
 * together. Throws where there are no programs to do it with.
 */
export async function startThrowAwayPostgres(
  folder: string,
  programs: string | undefined,
): Promise<ThrowAwayPostgres> {
  if (programs === undefined || process.platform === 'win32') {
    throw new Error(
      'there is no PostgreSQL: neither DATABASE_URL nor the programs initdb and postgres on this machine. Give the ' +
        'URL of a server with --env DATABASE_URL, install PostgreSQL (apt-get install postgresql, brew install ' +
        'postgresql), or use --param database=sqlite',
    );
  }
  const home = join(folder, 'postgres');
  mkdirSync(home, { mode: 0o700 });
  const owner = giveToUnprivileged(folder, home);
  const data = join(home, 'data');
  const options: SpawnOptions = { ...owner, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] };
  await makeCluster(join(programs, 'initdb'), data, options);
  const server = spawn(
    ...dyingWithThis(join(programs, 'postgres'), [
      '-D',
      data,
      '-k',
      home,
      ...SETTINGS.flatMap((setting) => ['-c', setting]),
    ]),
    options,
  );
  const stop = (): void => stopServer(server, join(data, 'postmaster.pid'));
  // When a run fails nobody closes its store. Killed together with this process, the server would leave a segment of
  // shared memory in the system.
  process.once('exit', stop);
  await untilReady(server);
  return { connection: { host: home, user: USER, database: 'postgres' }, stop };
}

/** The server refuses to run as root. Whom it runs as instead must own its files and be able to reach them. */
function giveToUnprivileged(folder: string, home: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['postgres', 'nobody'].map(findUser).find((found) => found !== undefined) ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and there is neither a user postgres nor nobody to run it as',
    );
  }
  chmodSync(folder, 0o711);
  chownSync(home, uid, gid);
  return { uid, gid };
}

function findUser(name: string): [uid: number, gid: number] | undefined {
  const [uid, gid] = ['-u', '-g'].map((what) => spawnSync('id', [what, name], { encoding: 'utf8' }));
  return uid?.status === 0 && gid?.status === 0 ? [Number(uid.stdout), Number(gid.stdout)] : undefined;
}

async function makeCluster(initdb: string, data: string, options: SpawnOptions): Promise<void> {
  const words = ['-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const made = spawn(initdb, words, options);
  const [said, [code]] = await Promise.all([text(made.stderr as Readable), once(made, 'exit')]);
  if (code !== 0) throw new Error(`${initdb} ended with ${code}: ${said.trim()}`);
}

/** Also where this process is killed and can stop nothing: `setpriv` of util-linux, where there is one. */
function dyingWithThis(command: string, args: readonly string[]): [string, string[]] {
  const dying = ['--pdeathsig', 'KILL', '--'];
  return spawnSync('setpriv', [...dying, 'true']).status === 0
    ? ['setpriv', [...dying, command, ...args]]
    : [command, [...args]];
}

/** The server writes its log to stderr, and goes on doing so: it is read to the end. */
async function untilReady(server: ChildProcess): Promise<void> {
  const log = (server.stderr as Readable).setEncoding('utf8');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    log.on('data', (words: string) => {
      said += words;
      if (!said.includes(READY)) return;
      log.removeAllListeners('data').resume();
      resolve();
    });
    server.on('error', reject);
    server.on('exit', (code, signal) =>
      reject(new Error(`postgres ended with ${code ?? signal}: ${said.trim()}`)),
    );
  });
}

/** Waits in place, so that it can be done while this process exits. The server's last act is to remove `pidFile`. */
function stopServer(server: ChildProcess, pidFile: string): void {
  if (!server.kill('SIGQUIT')) return; // at once: nobody wants its files
  const deadline = performance.now() + STOP_LIMIT_MS;
  while (existsSync(pidFile) && performance.now() < deadline) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}
