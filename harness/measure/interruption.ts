import { EXIT } from '../errors.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';

export interface Interruption {
  readonly signal: AbortSignal;
  /** The exit status for the signal; undefined while there was none. */
  readonly exitCode: number | undefined;
  readonly stop: () => void;
}

/** The first signal stops the current run and saves the finished ones; the second ends tidemark at once. */
export function listenForInterrupts({ say }: Pick<Terminal, 'say'>): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const code = signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
    // The system kills its children, or they see the end of their pipe.
    if (exitCode !== undefined) process.exit(code);
    exitCode = code;
    say('\ninterrupted, stopping the current run (Ctrl+C again to quit now)');
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
