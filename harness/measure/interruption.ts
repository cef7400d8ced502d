import { EXIT } from '../exit-codes.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  /** The status that tells of the signal; undefined while there was none. */
  readonly exitCode: number | undefined;
  readonly stop: () => void;
}

/** The first signal ends the run that is being made and keeps the rest; the second ends tidemark at once. */
export function listenForInterrupts({ say }: Pick<Terminal, 'say'>): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const code = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    // Its children are told by the system, or see the end of their pipe.
    if (exitCode !== undefined) process.exit(code);
    exitCode = code;
    say('\ninterrupted: ending the current run; once more to leave it');
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    stop: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
