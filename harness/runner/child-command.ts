/** The words that start a child, and the line with which a person starts it again. */
import { compiled } from '../package-root.ts';
import type { RunRequest } from '../protocol.ts';

/** What it takes to start a child. */
export interface ChildCommand {
  readonly execPath: string;
  readonly flags: readonly string[];
  readonly request: Omit<RunRequest, 'watchesParent'>;
}

/** The line that runs the same child by hand. The folder of the run is gone by then, and made again. */
export function reproduceCommand({ execPath, flags, request }: ChildCommand): string {
  const standalone: RunRequest = {
    ...request,
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
    compiled('harness/child/entry.js'),
    JSON.stringify(request),
  ];
}

const quoteForShell = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
