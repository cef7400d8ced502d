import { setImmediate as nextTurn } from 'node:timers/promises';

/** Lets the event loop turn: stands for work that takes a while elsewhere, and the same while on every machine. */
export async function turnLoop(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}
