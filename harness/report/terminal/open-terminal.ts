/** The only place that writes to stdout and stderr. */
import { type Colors, makeColors, wantsColors } from '../text/colors.ts';
import { makeSafe } from '../text/terminal-text.ts';

const DEFAULT_WIDTH = 80;
const MIN_WIDTH = 40;

/** Moves to the start of the line and erases it. */
export const ERASE_LINE = '\r\u001b[2K';

/** Where a command prints. Whatever it is given, nothing controls the terminal or a CI service. */
export interface Terminal {
  /** Results: stdout. */
  readonly print: (text: string) => void;
  /** Progress, warnings and errors: stderr. */
  readonly say: (text: string) => void;
  /** Commands for a CI service, on stdout or stderr. Whoever renders them escapes what is in them. */
  readonly printCommands: (lines: string) => void;
  readonly sayCommands: (lines: string) => void;
  readonly width: number;
  readonly colors: Colors;
  readonly progress: {
    /** Text that may begin with ERASE_LINE. */
    readonly write: (text: string) => unknown;
    readonly isTerminal: boolean;
    readonly width: number;
    /** Milliseconds since this process was started. */
    readonly now: () => number;
  };
}

interface Output {
  readonly write: (text: string) => unknown;
  readonly columns?: number;
  readonly isTTY?: boolean;
}

/** What a terminal needs of a process. */
export interface Outputs {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
}

export function openTerminal({ stdout, stderr, env }: Outputs): Terminal {
  const isCi = env.CI !== undefined && env.CI !== '' && env.CI !== 'false';
  const hasColors = wantsColors(env, stdout.isTTY === true);
  // The doctor colours what it says if stderr is a terminal, and everything else if stdout is one.
  const saysColors = hasColors || wantsColors(env, stderr.isTTY === true);
  return {
    print: (text) => stdout.write(`${makeSafe(text, hasColors)}\n`),
    say: (text) => stderr.write(`${makeSafe(text, saysColors)}\n`),
    printCommands: (lines) => stdout.write(`${lines}\n`),
    sayCommands: (lines) => stderr.write(`${lines}\n`),
    width: Math.max(MIN_WIDTH, stdout.columns ?? DEFAULT_WIDTH),
    colors: makeColors(hasColors),
    progress: {
      write: (text) => stderr.write(makeSafeProgress(text)),
      isTerminal: stderr.isTTY === true && !isCi && env.TERM !== 'dumb',
      width: stderr.columns ?? DEFAULT_WIDTH,
      now: () => performance.now(),
    },
  };
}

function makeSafeProgress(text: string): string {
  const begin = text.startsWith(ERASE_LINE) ? ERASE_LINE : '';
  return begin + makeSafe(text.slice(begin.length), false);
}
