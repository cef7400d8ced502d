import { EXIT } from '../errors.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  /** The exit status for the signal; undefined while there was none. */
  readonly exitCode: number | undefined;
  readonly stop: () => void;
}

/** By the system's convention, 128 and the number of the signal. */
const EXIT_CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.hungUp } as const;
type Interrupt = keyof typeof EXIT_CODES;
const INTERRUPTS = Object.keys(EXIT_CODES) as readonly Interrupt[];

/** The first signal stops the current run and saves the finished ones; the second ends tidemark at once. */
export function listenForInterrupts({ say }: Pick<Terminal, 'say'>): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const code = EXIT_CODES[signal as Interrupt];
    // The system kills its children, or they see the end of their pipe. The next invocation removes temporary folders.
    if (exitCode !== undefined) process.exit(code);
    exitCode = code;
    say('\ninterrupted, stopping the current run (Ctrl+C again to quit now)');
    controller.abort();
  };
  for (const signal of INTERRUPTS) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    stop: () => {
      for (const signal of INTERRUPTS) process.off(signal, onSignal);
    },
  };
}
