/** The command that starts a child, and the shell command that reproduces it. */
import { compiled } from '../package-root.ts';
import type { RunRequest } from '../protocol.ts';

/** What it takes to start a child. */
export interface ChildCommand {
  readonly execPath: string;
  readonly flags: readonly string[];
  readonly request: Omit<RunRequest, 'watchesParent'>;
}

/** The shell command that runs the same child by hand. It creates the folder of the run again. */
export function reproduceCommand({ execPath, flags, request }: ChildCommand): string {
  const { readsLiveMemory: _, ...unsampled } = request;
  const standalone: RunRequest = {
    ...unsampled,
    sampleIntervalMs: null,
    watchesParent: false,
    standalone: true,
  };
  const words = [execPath, ...childArguments(flags, standalone)].map(quoteForShell);
  return `mkdir -p ${quoteForShell(request.tempDir)} && ${words.join(' ')}`;
}

export function childArguments(flags: readonly string[], request: RunRequest): string[] {
  const isCompiledHere = request.scenarioUrl.endsWith('.mjs');
  return [
    '--expose-gc',
    ...(isCompiledHere ? ['--enable-source-maps'] : []),
    ...flags,
    compiled('harness/child/entry.cjs'),
    JSON.stringify(request),
  ];
}

const quoteForShell = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
