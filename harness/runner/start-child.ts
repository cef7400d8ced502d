/** Starts one child in its own process group. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { diesWithParent, withParentDeathSignal } from '../processes/die-with-parent.ts';
import { enterCgroup } from '../processes/memory-cgroup.ts';
import { ownGroup } from '../processes/own-group.ts';
import { withRunMark } from '../processes/run-mark.ts';
import { type ChildCommand, childArguments } from './child-command.ts';

export interface StartedChild {
  readonly child: ChildProcess;
  readonly pid: number;
}

type Start =
  | ({ readonly state: 'started' } & StartedChild)
  | { readonly state: 'failed'; readonly error: unknown };

/** A child that cannot be started is an outcome, not an error. */
export async function startChild(
  plan: ChildCommand & { readonly runId: string },
  env: Readonly<Record<string, string>>,
): Promise<Start> {
  const { execPath, request, runId, cgroupFile } = plan;
  const words = childArguments(plan, { ...request, watchesParent: !diesWithParent() });
  const marked = withParentDeathSignal(...withRunMark(runId, execPath, words));
  const [command, args] = cgroupFile === undefined ? marked : enterCgroup(cgroupFile, ...marked);
  try {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
      ...ownGroup(),
      env,
    });
    if (child.pid !== undefined) return { state: 'started', child, pid: child.pid };
    const [error] = await once(child, 'error');
    return { state: 'failed', error };
  } catch (error) {
    return { state: 'failed', error };
  }
}
