/** Reads the live memory of the other worker threads of the process, from the sampler thread, through its session. */
import type { Session } from 'node:inspector';
import { threadId } from 'node:worker_threads';

/** What one worker thread reports of its own isolate; null if it did not answer in time. */
export type WorkerReading = readonly [usage: NodeJS.MemoryUsage, physicalBytes: number] | null;

export interface WorkerReadings {
  readonly read: () => Promise<WorkerReading[]>;
  readonly close: (then: () => void) => void;
}

/** Only native code keeps a worker from answering for longer. Then its last reading counts again. */
const ANSWER_MS = 10;

const READ_LIVE = `gc(), gc({ type: 'minor', execution: 'sync' }), JSON.stringify([
  process.memoryUsage(), process.getBuiltinModule('v8').getHeapStatistics().total_physical_size])`;

/** Resolves once the workers that run already are known. */
export async function openWorkerReadings(session: Session): Promise<WorkerReadings> {
  const workers = new Map<string, WatchedWorker>();
  /** Readings of workers that ended before the next reading. */
  let departed: WorkerReading[] = [];
  session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
    // workerId counts the workers of this session: only the title has the thread's own number.
    if (!workerInfo.title.startsWith(`[worker ${threadId}]`))
      workers.set(sessionId, new WatchedWorker(session, sessionId));
  });
  session.on('NodeWorker.detachedFromWorker', ({ params: { sessionId } }) => {
    departed.push(...(workers.get(sessionId)?.detach() ?? []));
    workers.delete(sessionId);
  });
  session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
    workers.get(sessionId)?.receive(message);
  });
  await new Promise<void>((resolve) => {
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, () => resolve());
  });
  return {
    read: async () => {
      const readings = await Promise.all([...workers.values()].map((worker) => worker.read()));
      const late = departed;
      departed = [];
      return [...readings.filter((reading) => reading !== undefined), ...late];
    },
    close: (then) => session.post('NodeWorker.disable', () => then()),
  };
}

/** One worker thread. There is at most one question at a time; it is asked at once when the worker is attached. */
class WatchedWorker {
  readonly #session: Session;
  readonly #sessionId: string;
  #last: WorkerReading = null;
  /** Whether `#last` came after the last call of `read`. */
  #isUnread = false;
  #isPending = false;
  #isAttached = true;
  #settle: (() => void) | undefined;

  constructor(session: Session, sessionId: string) {
    this.#session = session;
    this.#sessionId = sessionId;
    this.#ask();
  }

  /** Undefined if the worker ended meanwhile. */
  async read(): Promise<WorkerReading | undefined> {
    if (!this.#isPending) this.#ask();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ANSWER_MS);
      this.#settle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#settle = undefined;
    if (!this.#isAttached && !this.#isUnread) return undefined;
    this.#isUnread = false;
    return this.#last;
  }

  receive(message: string): void {
    const { result } = JSON.parse(message) as { result?: { result?: { value?: unknown } } };
    const value = result?.result?.value;
    this.#isPending = false;
    if (typeof value === 'string') {
      this.#last = JSON.parse(value) as WorkerReading;
      this.#isUnread = true;
    }
    this.#settle?.();
  }

  /** A reading that nobody has seen; none if a call of `read` waits for it, or has seen it. */
  detach(): WorkerReading[] {
    this.#isAttached = false;
    const unread = this.#isUnread && this.#settle === undefined ? [this.#last] : [];
    this.#settle?.();
    return unread;
  }

  #ask(): void {
    this.#isPending = true;
    const params = { expression: READ_LIVE, silent: true };
    const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params });
    const question = { sessionId: this.#sessionId, message };
    this.#session.post('NodeWorker.sendMessageToWorker', question, (error) => {
      if (error !== null) this.#settle?.();
    });
  }
}
