import { collectGarbage } from './collect-garbage.ts';

interface MemoryAfterwards {
  readonly rssBytes: number;
  readonly arrayBuffersBytes: number;
}

/** By how much memory is above `start`, once what is unreachable has been freed. */
export async function memoryAfterwards(start: NodeJS.MemoryUsage): Promise<MemoryAfterwards> {
  await collectGarbage();
  const { rss, arrayBuffers } = process.memoryUsage();
  return {
    rssBytes: Math.max(0, rss - start.rss),
    arrayBuffersBytes: Math.max(0, arrayBuffers - start.arrayBuffers),
  };
}
