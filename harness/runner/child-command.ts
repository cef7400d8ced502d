/** The command that starts a child, and the shell command that reproduces it. */
import { compiled } from '../package-root.ts';
import type { RunRequest } from '../protocol.ts';
import { launchOf, type Runtime } from '../runtimes/runtime.ts';
import { quoteForShell } from '../words/quote-for-shell.ts';

/** What it takes to start a child. */
export interface ChildCommand {
  readonly execPath: string;
  readonly flags: readonly string[];
  /** Absent for Node. */
  readonly runtime?: Runtime | undefined;
  readonly request: Omit<RunRequest, 'watchesParent'>;
  /** The cgroup.procs of a cgroup that it is to run in. */
  readonly cgroupFile?: string | undefined;
}

/** The shell command that runs the same child by hand, which creates its folder again. */
export function reproduceCommand(
  { execPath, flags, runtime, request }: ChildCommand,
  platform: NodeJS.Platform = process.platform,
): string {
  const { readsLiveMemory: _, notesMoments: __, ...unsampled } = request;
  const standalone: RunRequest = {
    ...unsampled,
    sampleIntervalMs: null,
    watchesParent: false,
    standalone: true,
  };
  const words = childArguments({ flags, runtime }, standalone);
  // No two shells of Windows agree on how the quotes of JSON are passed.
  if (platform === 'win32') words.push(Buffer.from(words.pop() ?? '').toString('base64url'));
  return [execPath, ...words].map((word) => quoteForShell(word, platform)).join(' ');
}

export function childArguments(
  { flags, runtime }: Pick<ChildCommand, 'flags' | 'runtime'>,
  request: RunRequest,
): string[] {
  const isCompiledHere = request.scenarioUrl.endsWith('.mjs');
  const ofNode = ['--expose-gc', ...(isCompiledHere ? ['--enable-source-maps'] : [])];
  return [
    ...(runtime === undefined ? ofNode : launchOf(runtime).args),
    ...flags,
    compiled('harness/child/entry.cjs'),
    JSON.stringify(request),
  ];
}
