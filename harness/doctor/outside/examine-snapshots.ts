import { UsageError } from '../../errors.ts';
import type { DoctorReport } from '../findings.ts';
import type { IgnoreRule } from './ignore-rules.ts';
import { makeDoctorReport } from './make-report.ts';
import { readSnapshots } from './read-snapshots.ts';
import { isSound } from './sound-report.ts';

/** Diagnoses what the processes of a program have written: nobody saw from outside how it ended. */
export function examineSnapshots(folder: string, rules: readonly IgnoreRule[]): DoctorReport {
  const read = readSnapshots(folder);
  const [first] = read.threads;
  if (first === undefined)
    throw new UsageError(`${folder} has no snapshots`, {
      hint: 'give the folder that the doctor of a process writes',
    });
  const report = diagnose(() =>
    makeDoctorReport({
      ...read,
      ...{ command: first.argv, exit: { code: null, signal: null }, rules },
      ...{ nodes: [], peakRssBytes: 0, hasEnded: true },
    }),
  );
  if (report !== undefined) return report;
  throw new UsageError(`a snapshot in ${folder} is damaged, or of another version of tidemark`, {
    hint: 'read it with the version that has written it, or let the program write it again',
  });
}

/** Undefined for whatever else is in there than what a doctor writes. */
function diagnose(make: () => DoctorReport): DoctorReport | undefined {
  try {
    const report = make();
    return isSound(report) ? report : undefined;
  } catch {
    return undefined;
  }
}
