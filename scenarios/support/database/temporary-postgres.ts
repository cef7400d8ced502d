/** A PostgreSQL server for one run, started from the programs installed on this machine. */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

const USER = 'tidemark';
/**
 * The server listens on no address, so it needs no port: only those who may open the folder can connect. Its shared
 * memory is in the folder, too, and removed with it.
 */
const SETTINGS = ['listen_addresses=', 'unix_socket_permissions=0700', 'dynamic_shared_memory_type=mmap'];
/** Shorter than the time a run has between SIGTERM and SIGKILL. */
const STOP_LIMIT_MS = 1000;
const POLL_MS = 5;
const READY = 'ready to accept connections';

export interface TemporaryPostgres {
  readonly connection: { readonly host: string; readonly user: string; readonly database: string };
  readonly stop: () => void;
}

/**
 * Creates a cluster in `folder` and starts its server, in the process group of this process, so that both are ended
 * together. Throws if the programs are missing.
 */
export async function startTemporaryPostgres(
  folder: string,
  programs: string | undefined,
): Promise<TemporaryPostgres> {
  const missing = explainMissing(programs, process.platform);
  if (missing !== undefined) throw new Error(missing);
  const home = join(folder, 'postgres');
  mkdirSync(home, { mode: 0o700 });
  const owner = chownToUnprivileged(folder, home);
  const data = join(home, 'data');
  // Of a LANG that macOS does not know, the server would say that it became multithreaded during its start.
  const env = { ...process.env, LC_ALL: 'C' };
  const options: SpawnOptions = { ...owner, cwd: home, env, stdio: ['ignore', 'ignore', 'pipe'] };
  await makeCluster(join(programs ?? '', 'initdb'), data, options);
  const server = spawn(
    ...withParentDeathSignal(join(programs ?? '', 'postgres'), [
      '-D',
      data,
      '-k',
      home,
      ...SETTINGS.flatMap((setting) => ['-c', setting]),
    ]),
    options,
  );
  const stop = (): void => stopServer(server, join(data, 'postmaster.pid'));
  // A run that fails does not close its store. Killed together with this process, the server would leave a segment of
  // shared memory in the system.
  process.once('exit', stop);
  await untilReady(server);
  return { connection: { host: home, user: USER, database: 'postgres' }, stop };
}

/** The server refuses to run as root. The user it runs as instead must own its files and be able to reach them. */
function chownToUnprivileged(folder: string, home: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['postgres', 'nobody'].map(findUser).find((user) => user !== undefined) ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and this system has neither the user postgres nor the user nobody',
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
  const args = ['-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const child = spawn(initdb, args, options);
  const [output, [code]] = await Promise.all([text(child.stderr as Readable), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${initdb} ended with ${code}: ${explainOutput(output)}`);
}

/** Why no server can be started; undefined if one can. */
export function explainMissing(programs: string | undefined, platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32')
    return `DATABASE_URL is not set, and on Windows tidemark starts no PostgreSQL. ${INSTEAD}`;
  if (programs !== undefined) return undefined;
  return (
    'PostgreSQL not found: DATABASE_URL is not set, and initdb and postgres are not installed. Install PostgreSQL ' +
    `(apt-get install postgresql, brew install postgresql). ${INSTEAD}`
  );
}

const INSTEAD = 'Pass the URL of a server with --env DATABASE_URL, or use --param database=sqlite';

/** A container can run as a user whose number has no name, and PostgreSQL needs one. */
export const explainOutput = (output: string): string =>
  output.includes('could not look up effective user ID')
    ? `${output.trim()}. PostgreSQL needs a user with a name. ${INSTEAD}`
    : output.trim();

/** Ends the server even if this process is killed: with `setpriv` of util-linux, where it is installed. */
function withParentDeathSignal(command: string, args: readonly string[]): [string, string[]] {
  const deathSignal = ['--pdeathsig', 'KILL', '--'];
  return spawnSync('setpriv', [...deathSignal, 'true']).status === 0
    ? ['setpriv', [...deathSignal, command, ...args]]
    : [command, [...args]];
}

/** The server keeps writing its log to stderr, so it is read to the end. */
async function untilReady(server: ChildProcess): Promise<void> {
  const log = (server.stderr as Readable).setEncoding('utf8');
  await new Promise<void>((resolve, reject) => {
    let output = '';
    log.on('data', (text: string) => {
      output += text;
      if (!output.includes(READY)) return;
      log.removeAllListeners('data').resume();
      resolve();
    });
    server.on('error', reject);
    server.on('exit', (code, signal) =>
      reject(new Error(`postgres ended with ${code ?? signal}: ${output.trim()}`)),
    );
  });
}

/** Waits synchronously, so that it works while this process exits. The server removes `pidFile` last. */
function stopServer(server: ChildProcess, pidFile: string): void {
  if (!server.kill('SIGQUIT')) return; // immediate shutdown: its files are not needed any more
  const deadline = performance.now() + STOP_LIMIT_MS;
  while (existsSync(pidFile) && performance.now() < deadline) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}
