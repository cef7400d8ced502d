import { type Colors, makeColors, wantsColors } from '../text/colors.ts';

const DEFAULT_WIDTH = 80;
const MIN_WIDTH = 40;

/** Where a command prints. */
export interface Terminal {
  /** Results: stdout. */
  readonly print: (text: string) => void;
  /** Progress, warnings and errors: stderr. */
  readonly say: (text: string) => void;
  readonly width: number;
  readonly colors: Colors;
  readonly progress: {
    readonly write: (text: string) => unknown;
    readonly isTerminal: boolean;
    readonly width: number;
    readonly now: () => number;
  };
}

export function openTerminal({ stdout, stderr, env }: NodeJS.Process): Terminal {
  const isCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false';
  return {
    print: (text) => stdout.write(`${text}\n`),
    say: (text) => stderr.write(`${text}\n`),
    width: Math.max(MIN_WIDTH, stdout.columns ?? DEFAULT_WIDTH),
    colors: makeColors(wantsColors(env, stdout.isTTY === true)),
    progress: {
      write: (text) => stderr.write(text),
      isTerminal: stderr.isTTY === true && !isCi && env.TERM !== 'dumb',
      width: stderr.columns ?? DEFAULT_WIDTH,
      now: () => performance.now(),
    },
  };
}
