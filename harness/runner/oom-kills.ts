import { readFileSync } from 'node:fs';

/** How many processes of this cgroup the kernel has killed because memory ran out; 0 on systems that do not count them. */
export function countOomKills(): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync('/sys/fs/cgroup/memory.events', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
