/** What is sent to tidemark is meant for the program. */

/** Not SIGUSR2, which asks tidemark for the findings so far. */
const PASSED = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1'] as const;

/** A terminal sends these to every process in its foreground, the program among them. */
const FROM_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGHUP', 'SIGQUIT']);

/** Returns what ends it. */
export function passSignals(kill: (signal: NodeJS.Signals) => void, onTerminal: boolean): () => void {
  const pass = (signal: NodeJS.Signals): void => {
    if (!onTerminal || !FROM_TERMINAL.has(signal)) kill(signal);
  };
  const passed = PASSED.filter((signal) => process.platform !== 'win32' || signal !== 'SIGUSR1');
  for (const signal of passed) process.on(signal, pass);
  return () => {
    for (const signal of passed) process.off(signal, pass);
  };
}

export const isOnTerminal = ({ stdin, stdout, stderr }: NodeJS.Process): boolean =>
  stdin.isTTY || stdout.isTTY || stderr.isTTY;
