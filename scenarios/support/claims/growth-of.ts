import { collectGarbage } from '../memory/collect-garbage.ts';

/** How much more memory there is after a collection while what `make` returns is kept. */
export async function growthOf(make: () => unknown): Promise<NodeJS.MemoryUsage> {
  await collectGarbage();
  const before = process.memoryUsage();
  const kept = [make()];
  await collectGarbage();
  const after = process.memoryUsage();
  if (kept.length === 0) throw new Error('it was not kept');
  return {
    rss: after.rss - before.rss,
    heapTotal: after.heapTotal - before.heapTotal,
    heapUsed: after.heapUsed - before.heapUsed,
    external: after.external - before.external,
    arrayBuffers: after.arrayBuffers - before.arrayBuffers,
  };
}
