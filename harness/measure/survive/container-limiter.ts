/** Runs in a cgroup: the kernel ends a run that needs more, and Node sizes its heap as it does in a container. */
import { UsageError } from '../../errors.ts';
import { planRun } from '../../plan/plan-runs.ts';
import { type MemoryCgroups, openMemoryCgroups, type RunCgroup } from '../../processes/memory-cgroup.ts';
import type { RunOutcome, RunResult } from '../../result.ts';
import { describeTrial, findLargestPeak, type Limiter, MIB } from './limiter.ts';

export interface ContainerLimiter extends Limiter {
  /** Removes the cgroup of a run that was interrupted. */
  readonly close: () => void;
}

/** Throws a UsageError where no cgroup can be made. */
export function requireCgroups(): MemoryCgroups {
  const cgroups = openMemoryCgroups();
  if (cgroups !== undefined) return cgroups;
  throw new UsageError('--memory container needs a cgroup with a limit, and this system lets none be made', {
    hint: 'run it on Linux as root, or in a user session of systemd; --memory rss needs no cgroup',
  });
}

export function makeContainerLimiter(cgroups: () => MemoryCgroups): ContainerLimiter {
  let cgroup: RunCgroup | undefined;
  return {
    enforcedBy: 'cgroup',
    plan: (subject, limitMiB, attempt) => {
      cgroup?.remove();
      cgroup = cgroups().make(limitMiB * MIB);
      const { procsFile: cgroupFile } = cgroup;
      return planRun(subject, 'measure', `container ${limitMiB} ${attempt}`, { cgroupFile });
    },
    judge: (run, limitMiB, reference) => {
      const kills = cgroup?.countKills() ?? 0;
      cgroup?.remove();
      cgroup = undefined;
      const outcome = kills === 0 ? run.outcome : describeKill(run, limitMiB * MIB);
      return describeTrial(run, limitMiB, outcome, reference);
    },
    close: () => cgroup?.remove(),
  };
}

/** Also if it was a process that the scenario had started. */
function describeKill(run: RunResult, limitBytes: number): RunOutcome {
  const { outcome } = run;
  const phase = outcome.state === 'completed' ? 'run' : outcome.phase;
  return { state: 'over-limit', limitBytes, rssBytes: findLargestPeak(run) ?? limitBytes, phase };
}
