/** What can be known of a process from outside before it is touched. */
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { NODE } from '../process-tree.ts';
import { findInspectPort } from './inspect-port.ts';
import { lookByPs } from './look-by-ps.ts';
import { GONE, notNode, type Refusal, refusedAccess, SIGNAL_DISABLED, type TargetProcess } from './target.ts';

/** Of procfs, in signal masks. */
const SIGUSR1_BIT = 1n << 9n;

/** SIGUSR1 ends a process that does not wait for it: whatever is not known for certain to be Node.js is refused. */
export function lookAtTarget(
  pid: number,
  procfs = '/proc',
  ownNamespace = readOwnNamespace,
): TargetProcess | Refusal {
  if (pid === process.pid) return { refused: 'it is tidemark itself', hint: 'give the pid of a program' };
  const reason = refusedSignal(pid);
  if (reason !== undefined) return reason;
  // Windows has no signals: Node finds out by itself whether it is one.
  if (process.platform === 'win32')
    return { pid, argv: [], inspectPort: findInspectPort(''), startTime: undefined, owner: undefined };
  if (process.platform !== 'linux') return lookByPs(pid);
  return lookInProcfs(pid, `${procfs}/${pid}`, ownNamespace);
}

function refusedSignal(pid: number): Refusal | undefined {
  try {
    process.kill(pid, 0);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? denied(`/proc/${pid}`) : GONE;
  }
}

function denied(folder: string): Refusal {
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
  return refusedAccess(process.getuid?.(), owner);
}

function lookInProcfs(
  pid: number,
  folder: string,
  ownNamespace: typeof readOwnNamespace,
): TargetProcess | Refusal {
  try {
    const status = readStatus(folder);
    if (status.State?.startsWith('Z')) return GONE;
    const program = basename(readlinkSync(`${folder}/exe`).replace(/ \(deleted\)$/, ''));
    if (!NODE.test(program)) return notNode(program);
    const elsewhere = refusedNamespace(folder, ownNamespace);
    if (elsewhere !== undefined) return elsewhere;
    const has = (mask: string | undefined): boolean => (BigInt(`0x${mask ?? 0}`) & SIGUSR1_BIT) !== 0n;
    if (has(status.SigBlk)) return SIGNAL_DISABLED;
    if (!has(status.SigCgt))
      return { refused: 'it does not listen for SIGUSR1 yet', hint: 'wait until it has started' };
    const { uid, gid } = statSync(folder);
    const argv = readWords(`${folder}/cmdline`);
    const options = readWords(`${folder}/environ`).find((variable) => variable.startsWith('NODE_OPTIONS='));
    return {
      pid,
      argv,
      inspectPort: findInspectPort([...argv, options ?? ''].join(' ')),
      startTime: readStartTime(pid),
      owner: { uid, gid },
    };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? denied(folder) : GONE;
  }
}

const readWords = (file: string): string[] => readFileSync(file, 'utf8').split('\0').slice(0, -1);

const readOwnNamespace = (name: string): string => readlinkSync(`/proc/self/ns/${name}`);

/** Neither its files nor its loopback are ours. */
function refusedNamespace(folder: string, ownNamespace: typeof readOwnNamespace): Refusal | undefined {
  const isOther = ['mnt', 'net', 'pid'].some(
    (name) => readlinkSync(`${folder}/ns/${name}`) !== ownNamespace(name),
  );
  return isOther
    ? { refused: 'it is in another container', hint: 'run tidemark in there, as with docker exec' }
    : undefined;
}

const readStatus = (folder: string): Partial<Record<string, string>> =>
  Object.fromEntries(
    readFileSync(`${folder}/status`, 'latin1')
      .split('\n')
      .map((line) => line.split(/:\s*/, 2)),
  );

/** Undefined if it is gone, or there is no procfs. */
export function readStartTime(pid: number, procfs = '/proc'): string | undefined {
  try {
    const stat = readFileSync(`${procfs}/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')')).split(' ');
    return fields[1] === 'Z' ? undefined : fields[20];
  } catch {
    return undefined;
  }
}
