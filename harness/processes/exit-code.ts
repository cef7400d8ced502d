/** Windows ends a process with one of these where other systems send a signal. */
const NAMES: Readonly<Record<string, string>> = {
  '0xC0000005': 'access violation',
  '0xC0000017': 'out of memory',
  '0xC00000FD': 'stack overflow',
  '0xC000013A': 'Ctrl+C, or the console was closed',
  '0xC0000409': 'abort, or a fatal error of V8',
};

const SMALLEST_STATUS = 0x80000000;

/** `7`, and for a status of Windows `0xC00000FD (stack overflow)`. */
export function describeExitCode(code: number | null): string {
  if (code === null || code < SMALLEST_STATUS) return String(code);
  const status = `0x${code.toString(16).toUpperCase()}`;
  const name = NAMES[status];
  return name === undefined ? status : `${status} (${name})`;
}
