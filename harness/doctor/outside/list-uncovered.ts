/** What the findings do not cover, in words. */
import type { ThreadSnapshot } from '../snapshot.ts';
import type { SeenProcess } from './process-tree.ts';
import type { ReadSnapshots } from './read-snapshots.ts';

export interface Observed extends ReadSnapshots {
  /** Node.js processes that were seen from outside. */
  readonly nodes: readonly SeenProcess[];
  /** False while the program still runs. */
  readonly hasEnded: boolean;
  /** Whether the program ran before the doctor came: its children know nothing of it. */
  readonly isAttached?: boolean;
  /** What else is known not to be covered, in words. */
  readonly notCovered?: readonly string[];
}

export function listUncovered(observed: Observed): string[] {
  const { threads, unreadable, nodes, hasEnded, isAttached = false, notCovered = [] } = observed;
  const written = new Set([...threads, ...unreadable].map(({ pid }) => pid));
  return [
    ...(written.size > 0 || nodes.length > 0
      ? []
      : ['no Node.js process was seen; programs of other runtimes are not covered']),
    ...nodes.filter(({ pid }) => !written.has(pid)).map((node) => describeUnseen(node, isAttached)),
    ...unreadable.map(({ pid, thread }) => `${nameThread({ pid, thread })}: what it wrote could not be read`),
    ...threads.flatMap((thread) => thread.notCovered.map((reason) => `${nameThread(thread)}: ${reason}`)),
    ...notCovered,
    ...(hasEnded ? threads.filter(endedEarly).map(describeEarlyEnd) : []),
  ];
}

function describeUnseen({ pid, argv, hasPreload }: SeenProcess, isAttached: boolean): string {
  const reason = isAttached
    ? `a child of the process that was attached to: attach to it as well, with --pid ${pid}`
    : hasPreload === false
      ? 'a program that started it has replaced NODE_OPTIONS'
      : 'it could not write what it saw, as with --permission';
  return `process ${pid} (${argv.join(' ')}): ${reason}`;
}

/** Only where that matters: a process that is quiet writes once. */
const endedEarly = ({ isFinal, thread, sites }: ThreadSnapshot): boolean =>
  !isFinal && thread === 0 && sites.length > 0;

const describeEarlyEnd = (thread: ThreadSnapshot): string =>
  `${nameThread(thread)}: it was ended from outside, or still runs; its figures are those of ${Math.round(thread.uptimeMs)} ms after its start`;

const nameThread = ({ pid, thread }: { readonly pid: number; readonly thread: number }): string =>
  thread === 0 ? `process ${pid}` : `process ${pid}, worker thread ${thread}`;
