/** What is sent to tidemark is meant for the program. */

/** Not SIGUSR2, which asks tidemark for the findings so far. */
const PASSED = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1'] as const;

/** A terminal sends these to every process in its foreground, the program among them. */
const FROM_TERMINAL: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGHUP', 'SIGQUIT']);

export interface PassedSignals {
  /** What was sent before the program had started is passed on now. */
  readonly passTo: (kill: (signal: NodeJS.Signals) => void) => void;
  readonly stop: () => void;
}

/** To be called before the program is started: a signal that ended tidemark alone would leave it behind. */
export function passSignals(onTerminal: boolean): PassedSignals {
  const early: NodeJS.Signals[] = [];
  let kill = (signal: NodeJS.Signals): void => {
    early.push(signal);
  };
  const pass = (signal: NodeJS.Signals): void => {
    if (!onTerminal || !FROM_TERMINAL.has(signal)) kill(signal);
  };
  for (const signal of PASSED) process.on(signal, pass);
  return {
    passTo: (killApp) => {
      kill = killApp;
      early.forEach(killApp);
    },
    stop: () => {
      for (const signal of PASSED) process.off(signal, pass);
    },
  };
}

export const isOnTerminal = ({ stdin, stdout, stderr }: NodeJS.Process): boolean =>
  stdin.isTTY || stdout.isTTY || stderr.isTTY;
