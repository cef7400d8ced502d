import { constants } from 'node:os';
import type { DoctorReport } from '../findings.ts';
import type { AppEnd } from './start-app.ts';

/** How a shell reports that a signal ended a program. */
const SIGNAL_BASE = 128;

/** `oomKills`: how many processes the kernel has killed meanwhile because memory ran out. */
export function explainExit({ code, signal }: AppEnd, oomKills: number): DoctorReport['exit'] {
  const reason = findReason(signal ?? signalOf(code), oomKills);
  return { code, signal, ...(reason !== undefined && { reason }) };
}

/** The exit code that tidemark has in place of the program. */
export const exitCodeOf = ({ code, signal }: DoctorReport['exit']): number =>
  code ?? (signal === null ? 0 : SIGNAL_BASE + (constants.signals[signal as NodeJS.Signals] ?? 0));

/** A shell or npm between tidemark and the program turns a signal into a code. */
function signalOf(code: number | null): NodeJS.Signals | undefined {
  const number = (code ?? 0) - SIGNAL_BASE;
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] as NodeJS.Signals | undefined;
}

function findReason(signal: NodeJS.Signals | undefined, oomKills: number): string | undefined {
  switch (signal) {
    case undefined:
      return undefined;
    case 'SIGABRT':
      return 'aborted, as Node.js does when it runs out of memory';
    case 'SIGKILL':
      return oomKills > 0 ? 'killed by the kernel, out of memory' : 'killed by SIGKILL';
    default:
      return `ended by ${signal}`;
  }
}
