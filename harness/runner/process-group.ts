import { killRest, signalGroup } from '../processes/signal-group.ts';
import type { Termination } from './classify-outcome.ts';

/** How long a process has to exit after SIGTERM, or after its final record. */
const KILL_GRACE_MS = 2 * 1000;

/** Terminates the process group of a child once, for the first reason, and kills it if it does not exit. */
export class ProcessGroup {
  readonly #pid: number;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #exited = new AbortController();
  #termination: Termination | undefined;

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Why it was terminated; undefined if it ended by itself. */
  get termination(): Termination | undefined {
    return this.#termination;
  }

  /** Aborted when the child is gone. */
  get exited(): AbortSignal {
    return this.#exited.signal;
  }

  terminate(termination: Termination): void {
    if (this.#termination !== undefined) return;
    this.#termination = termination;
    // Beyond the memory cap every millisecond counts: no grace period.
    signalGroup(this.#pid, termination.reason === 'limit' ? 'SIGKILL' : 'SIGTERM');
    this.killAfterGracePeriod();
  }

  /** It is about to exit. A thread that blocks another must not keep it alive. */
  killAfterGracePeriod(): void {
    this.after(KILL_GRACE_MS, () => signalGroup(this.#pid, 'SIGKILL'));
  }

  /** Unless it has exited by then. */
  after(delayMs: number, act: () => void): void {
    if (!this.#exited.signal.aborted) this.#timers.push(setTimeout(act, delayMs));
  }

  /** The child is gone: the rest of its group is killed, so that nothing holds its pipes open. */
  close(): void {
    this.#exited.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    killRest(this.#pid);
  }
}
