/** Whether the folder for temporary files has room for what scenarios may write to it. */
import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type Case, volumeNameOf } from '../plan/plan-cases.ts';
import { formatBytes } from '../units.ts';

/**
 * A sentence if less is free than the largest volume of the cases: a scenario that writes it to a file would fail, and
 * where the folder is in memory, as in many containers, be killed. Undefined if there is room, or it is not known.
 */
export function describeLittleSpace(
  cases: readonly Case[],
  folder = tmpdir(),
  freeBytes = readFreeBytes(folder),
): string | undefined {
  const largestBytes = Math.max(0, ...cases.map(readVolume));
  if (freeBytes === undefined || freeBytes >= largestBytes) return undefined;
  return (
    `! ${folder} has ${formatBytes(freeBytes)} free, less than the largest volume, ${formatBytes(largestBytes)}: for ` +
    'scenarios that write it to a file, set TMPDIR to a folder with more, or use smaller volumes'
  );
}

function readVolume({ scenario, parameters }: Case): number {
  const name = volumeNameOf(scenario);
  return name === undefined ? 0 : Number(parameters[name]);
}

function readFreeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined; // Why no folder can be made there is said when it is tried.
  }
}
