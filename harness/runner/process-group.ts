import { signalGroup } from '../processes/signal-group.ts';
import type { EndedBy } from './classify-outcome.ts';

/** A process that was asked to end, and one that has said its last word but is still there, gets this long. */
const KILL_GRACE_MS = 2 * 1000;

/** Ends the process group of a child once, for the first reason there is, and sees to it that it does end. */
export class ProcessGroup {
  readonly #pid: number;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #exited = new AbortController();
  #endedBy: EndedBy | undefined;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Why it was ended; undefined where it ended by itself. */
  get endedBy(): EndedBy | undefined {
    return this.#endedBy;
  }

  /** Aborted when the child is gone. */
  get exited(): AbortSignal {
    return this.#exited.signal;
  }

  end(endedBy: EndedBy): void {
    if (this.#endedBy !== undefined) return;
    this.#endedBy = endedBy;
    // Over the limit every millisecond counts: no grace.
    signalGroup(this.#pid, endedBy.why === 'limit' ? 'SIGKILL' : 'SIGTERM');
    this.killAfterGracePeriod();
  }

  /** It is about to exit. A thread that does not let go of another must not keep it. */
  killAfterGracePeriod(): void {
    this.after(KILL_GRACE_MS, () => signalGroup(this.#pid, 'SIGKILL'));
  }

  /** Unless it is gone by then. */
  after(delayMs: number, act: () => void): void {
    if (!this.#exited.signal.aborted) this.#timers.push(setTimeout(act, delayMs));
  }

  /** The child is gone: what it left in its group goes too, and holds its pipes open no longer. */
  close(): void {
    this.#exited.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    signalGroup(this.#pid, 'SIGKILL');
  }
}
