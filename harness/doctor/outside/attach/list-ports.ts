/** The ports of TCP that a process has, by procfs: nobody is asked, and so nobody sees it. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface Ports {
  readonly listening: readonly number[];
  /** Its own ends of connections. */
  readonly connected: readonly number[];
  /** Where other processes listen. */
  readonly occupied: readonly number[];
}

/** Undefined without procfs. */
export function listPorts(pid: number, procfs = '/proc'): Ports | undefined {
  const folder = `${procfs}/${pid}`;
  const inodes = listSocketInodes(folder);
  if (inodes === undefined) return undefined;
  const sockets = ['tcp', 'tcp6'].flatMap((name) => readSockets(`${folder}/net/${name}`));
  const portsWhere = (isOwn: boolean, isListening: boolean): number[] =>
    sockets
      .filter((socket) => inodes.has(socket.inode) === isOwn && socket.isListening === isListening)
      .map(({ port }) => port);
  return {
    listening: portsWhere(true, true),
    connected: portsWhere(true, false),
    occupied: portsWhere(false, true),
  };
}

function listSocketInodes(folder: string): Set<string> | undefined {
  try {
    return new Set(readdirSync(`${folder}/fd`).map((fd) => readSocketInode(`${folder}/fd/${fd}`)));
  } catch {
    return undefined;
  }
}

/** A descriptor can be closed meanwhile. */
function readSocketInode(link: string): string {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1] ?? '';
  } catch {
    return '';
  }
}

interface Socket {
  readonly inode: string;
  readonly port: number;
  readonly isListening: boolean;
}

const LISTEN = '0A';

/** `sl local_address rem_address st … inode` in each line, ports as hexadecimal numbers. */
function readSockets(file: string): Socket[] {
  try {
    const [, ...lines] = readFileSync(file, 'latin1').trim().split('\n');
    return lines.map((line) => {
      const fields = line.trim().split(/\s+/);
      const port = Number.parseInt(fields[1]?.split(':').at(-1) ?? '', 16);
      return { inode: fields[9] ?? '', port, isListening: fields[3] === LISTEN };
    });
  } catch {
    return [];
  }
}
