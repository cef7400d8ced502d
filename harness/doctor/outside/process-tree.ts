/** The processes below another one. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

export interface SeenProcess {
  readonly pid: number;
  readonly isNode: boolean;
  /** Whether its environment loads the doctor; undefined if that cannot be read. */
  readonly hasPreload: boolean | undefined;
  /** Its command line. */
  readonly argv: readonly string[];
}

export const NODE = /^node(js)?([\d.-]*)$/;

/** `root` and all that descend from it. Only where the system has procfs: elsewhere `root` alone. */
export function listDescendants(root: number, procfs = '/proc'): number[] {
  const children = new Map<number, number[]>();
  for (const pid of listPids(procfs)) {
    const parent = readParent(pid, procfs);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** Undefined if it has ended, or is another user's. */
export function describeProcess(pid: number, marker: string, procfs = '/proc'): SeenProcess | undefined {
  try {
    const folder = `${procfs}/${pid}`;
    return {
      pid,
      isNode: NODE.test(basename(readlinkSync(`${folder}/exe`))),
      hasPreload: readEnvironment(folder)?.some(
        (variable) => variable.startsWith('NODE_OPTIONS=') && variable.includes(marker),
      ),
      argv: readFileSync(`${folder}/cmdline`, 'utf8').split('\0').slice(0, -1),
    };
  } catch {
    return undefined;
  }
}

function listPids(procfs: string): number[] {
  try {
    return readdirSync(procfs)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** The name of a program, in parentheses, can contain anything. */
function readParent(pid: number, procfs: string): number | undefined {
  try {
    const stat = readFileSync(`${procfs}/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]);
  } catch {
    return undefined;
  }
}

function readEnvironment(folder: string): string[] | undefined {
  try {
    return readFileSync(`${folder}/environ`, 'utf8').split('\0');
  } catch {
    return undefined;
  }
}
