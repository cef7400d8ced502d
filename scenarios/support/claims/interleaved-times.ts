import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const ROUNDS = 11;

/**
 * The median CPU time of each operation in nanoseconds, over rounds in which each is called so often in turn: what the
 * machine does meanwhile affects all of them alike. Garbage of one operation is collected before the next.
 */
export function interleavedTimes(operations: readonly (() => unknown)[], calls: number): number[] {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const times = operations.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, operation] of operations.entries()) {
      collect();
      const before = process.cpuUsage();
      for (let call = 0; call < calls; call += 1) keep(operation());
      const { user, system } = process.cpuUsage(before);
      times[index]?.push((1000 * (user + system)) / calls);
    }
  }
  return times.map((ofOne) => ofOne.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0);
}

let last: unknown;

/** Whatever V8 finds out, the result is used. */
function keep(result: unknown): void {
  last = result;
  if (last === keep) throw new Error('unreachable');
}
