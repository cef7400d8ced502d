import { setImmediate as nextTurn } from 'node:timers/promises';

/** Waits for turns of the event loop: stands for work that takes time elsewhere, the same on every machine. Rejects once the signal is aborted. */
export async function turnLoop(turns: number, signal?: AbortSignal): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn(undefined, { signal });
}
