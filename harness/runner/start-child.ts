/** Starts one child in its own process group. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { hasParentDeathSignal, withParentDeathSignal } from '../processes/die-with-parent.ts';
import { type ChildCommand, childArguments } from './child-command.ts';

export interface StartedChild {
  readonly child: ChildProcess;
  readonly pid: number;
}

type Start =
  | ({ readonly state: 'started' } & StartedChild)
  | { readonly state: 'failed'; readonly error: unknown };

/** A child that cannot be started is an outcome, not an error. */
export async function startChild(plan: ChildCommand, env: Readonly<Record<string, string>>): Promise<Start> {
  const { execPath, flags, request } = plan;
  const words = childArguments(flags, { ...request, watchesParent: !hasParentDeathSignal() });
  const [command, args] = withParentDeathSignal(execPath, words);
  try {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
      // Its own process group, so that all its processes can be terminated together.
      detached: true,
      env,
      windowsHide: true,
    });
    if (child.pid !== undefined) return { state: 'started', child, pid: child.pid };
    const [error] = await once(child, 'error');
    return { state: 'failed', error };
  } catch (error) {
    return { state: 'failed', error };
  }
}
