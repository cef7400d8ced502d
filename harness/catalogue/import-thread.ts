/** Imports scenario modules in a worker thread: a module that does not end, or ends the process, is only an answer. */
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { compiled } from '../package-root.ts';
import { describeError } from '../thrown/describe-error.ts';
import type { DescribeAnswer } from './describe-worker.ts';
import { describeLoadError, describeNeverLoaded, type LoadedModule } from './load-failure.ts';

/** A thread that is not blocked answers within this time. */
const RESPONSE_LIMIT_MS = 500;

type Answer = DescribeAnswer | { readonly state: 'exited' } | { readonly state: 'out-of-time' };

export class ImportThread {
  readonly #importLimitMs: number;
  readonly #worker = new Worker(pathToFileURL(compiled('harness/catalogue/describe-worker.js')), {
    // What a module prints while it is imported is discarded.
    stdout: true,
    stderr: true,
    execArgv: ['--enable-source-maps'],
  });
  /** What a module started can fail at any time, even between two messages. */
  readonly #ended = new Promise<Answer>((resolve) => {
    this.#worker.on('error', (error) => resolve({ state: 'failed', error: describeError(error) }));
    this.#worker.on('exit', () => resolve({ state: 'exited' }));
  });

  constructor(importLimitMs: number) {
    this.#importLimitMs = importLimitMs;
  }

  /** What the default export of a module declares. Throws a UsageError if it cannot be imported. */
  async import(module: LoadedModule): Promise<unknown> {
    const first = await this.#ask(module.url, this.#importLimitMs);
    switch (first.state) {
      case 'declared':
        return first.declared;
      case 'failed':
        throw describeLoadError(module, first.error);
      case 'exited':
        throw describeNeverLoaded(module, 'it exits when it is imported');
      case 'unsettled':
        throw describeNeverLoaded(module, 'a top-level await never settles');
      default: {
        const second = await this.#ask(null, RESPONSE_LIMIT_MS);
        const isResponsive = second.state === 'responsive';
        const doing = isResponsive
          ? 'a top-level await has not settled'
          : 'it is still blocking the event loop';
        throw describeNeverLoaded(module, `${doing} after ${this.#importLimitMs / 1000} s`);
      }
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(question: string | null, limitMs: number): Promise<Answer> {
    const abandon = new AbortController();
    const answered = new Promise<Answer>((resolve) => this.#worker.once('message', resolve));
    this.#worker.postMessage(question);
    try {
      return await Promise.race([
        answered,
        this.#ended,
        wait(limitMs, undefined, { signal: abandon.signal }).then((): Answer => ({ state: 'out-of-time' })),
      ]);
    } finally {
      abandon.abort();
    }
  }
}
