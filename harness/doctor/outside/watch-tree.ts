/** Watches the processes of a program from outside: their memory, and which of them are Node.js. */
import { readRssBytes } from '../../runner/process-monitor.ts';
import { describeProcess, listDescendants, type SeenProcess } from './process-tree.ts';

/** Listing all processes of a busy machine takes some milliseconds. */
const INTERVAL_MS = 250;
/** A process that was just forked still has the name of its parent. */
const MIN_TIMES_SEEN = 2;

export interface WatchedTree {
  readonly peakRssBytes: number;
  /** Node.js processes that lived for longer than one look. */
  readonly nodes: readonly SeenProcess[];
}

/** `marker` is what the environment of a process that loads the doctor contains. */
export function watchTree(
  root: number,
  marker: string,
): { readonly read: () => WatchedTree; readonly stop: () => void } {
  const seen = new Map<number, { process: SeenProcess; times: number }>();
  let peakRssBytes = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const pids = listDescendants(root);
    for (const pid of pids) {
      const process = describeProcess(pid, marker);
      if (process?.isNode) seen.set(pid, { process, times: (seen.get(pid)?.times ?? 0) + 1 });
    }
    const rssBytes = await readRssBytes(pids);
    if (isStopped) return;
    peakRssBytes = Math.max(peakRssBytes, rssBytes);
    timer = setTimeout(look, INTERVAL_MS);
  };
  timer = setTimeout(look, INTERVAL_MS);
  return {
    read: () => {
      const nodes = [...seen.values()].filter(({ times }) => times >= MIN_TIMES_SEEN);
      return { peakRssBytes, nodes: nodes.map(({ process }) => process) };
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
