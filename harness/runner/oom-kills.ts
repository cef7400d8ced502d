import { readFileSync } from 'node:fs';

/** How often the kernel has killed for memory in this cgroup; 0 where nobody counts it. */
export function countOomKills(): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync('/sys/fs/cgroup/memory.events', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
