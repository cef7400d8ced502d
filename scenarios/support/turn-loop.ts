import { setImmediate as nextTurn } from 'node:timers/promises';

/** Waits for turns of the event loop: stands for work that takes time elsewhere, the same on every machine. */
export async function turnLoop(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}
