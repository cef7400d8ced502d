/** Starts a binary whose kind is not known yet, and reads what it prints. */
import { execFileSync } from 'node:child_process';

/** Starting Node takes 20 ms, and on a busy machine 1,000 times as long. */
export const ANSWER_LIMIT_MS = 20 * 1000;
const MAX_QUOTED_CHARACTERS = 80;

export type Answer =
  | { readonly state: 'answered'; readonly stdout: string }
  | { readonly state: 'failed'; readonly code: string | undefined; readonly reason: string };
export type FailedAnswer = Extract<Answer, { state: 'failed' }>;
export type Ask = (args: readonly string[]) => Answer;

export function askBinary(execPath: string, args: readonly string[], limitMs: number): Answer {
  // NODE_OPTIONS can contain a flag that another version does not know.
  const { NODE_OPTIONS: _dropped, ...env } = process.env;
  try {
    const stdout = execFileSync(execPath, args, {
      encoding: 'utf8',
      timeout: limitMs,
      // A program that hangs may ignore SIGTERM.
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
      env,
    });
    return { state: 'answered', stdout };
  } catch (error) {
    // One that could not be started has printed nothing.
    const { code, stderr } = error as { readonly code?: string; readonly stderr?: string | null };
    return { state: 'failed', code, reason: stderr?.trim() || String(error) };
  }
}

/** Why a binary could not be asked, or did not answer in time; undefined if it failed by itself. */
export function describeUnasked(execPath: string, code: string | undefined, limitMs: number) {
  switch (code) {
    case 'ENOENT':
      return `there is no file ${execPath}`;
    case 'EACCES':
      return `${execPath} is not an executable file`;
    case 'ETIMEDOUT':
      return `${execPath} did not answer within ${limitMs / 1000} s, and was killed`;
    default:
      return undefined;
  }
}

/** What it printed, in one short line. */
export function quoteAnswer(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  if (line === '') return 'nothing';
  return line.length <= MAX_QUOTED_CHARACTERS ? line : `${line.slice(0, MAX_QUOTED_CHARACTERS)}…`;
}
