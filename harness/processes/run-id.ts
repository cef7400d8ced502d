/**
 * Identifies a run, and the process of tidemark that makes it: if that is killed, a later one can still tell which
 * processes it has left behind.
 */
import { readStat } from './process-identity.ts';

const HEX = 16;
/** More than the largest number that Linux gives to a process, 2^22. */
const PID_DIGITS = 6;
/** Of the clock ticks since the machine was started; they are repeated after 46 hours. */
const START_DIGITS = 6;
const COUNT_DIGITS = 3;

/** In hexadecimal digits: so many that it fits into 60 bits. */
export const RUN_ID_DIGITS = PID_DIGITS + START_DIGITS + COUNT_DIGITS;

let count = 0;

/** Different for every run of this process, of which fewer than 4096 are made at the same time. */
export function makeRunId(): string {
  count += 1;
  return [
    lastDigits(process.pid, PID_DIGITS),
    lastDigits(readStat(process.pid)?.startedAtTicks ?? 0, START_DIGITS),
    lastDigits(count, COUNT_DIGITS),
  ].join('');
}

/** Whether the process that made the run has ended: one of this machine, or container. What is not an id has no such process. */
export function isOwnerGone(runId: string): boolean {
  if (!IS_RUN_ID.test(runId)) return false;
  const stat = readStat(Number.parseInt(runId.slice(0, PID_DIGITS), HEX));
  if (stat === undefined || stat.state === 'Z' || stat.state === 'X') return true;
  return lastDigits(stat.startedAtTicks, START_DIGITS) !== runId.slice(PID_DIGITS, PID_DIGITS + START_DIGITS);
}

const IS_RUN_ID = new RegExp(`^[0-9a-f]{${RUN_ID_DIGITS}}$`);

const lastDigits = (value: number, digits: number): string =>
  value.toString(HEX).padStart(digits, '0').slice(-digits);
