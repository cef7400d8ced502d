/** Which lines keep memory alive that is shared by several Buffers. */
import type { LiveSample, RetainedSite } from './retained-site.ts';
import type { Sample } from './sample.ts';

/** By the line whose Buffers retain them. */
export function retainedBySite(samples: readonly Sample<RetainedSite>[]): Map<RetainedSite, LiveSample[]> {
  const live = new Map<RetainedSite, LiveSample[]>();
  const retained = samples.map((sample) => ({ sample, ...retainerOf(sample) }));
  const ofPools = retained.filter(({ sample }) => sample.at.isPool);
  const known = ofPools.filter(({ site }) => site !== undefined);
  for (const { sample, site, bytes = sample.bytes } of retained) {
    if (site === undefined) continue;
    const factor = sample.at.isPool ? ofPools.length / known.length : 1;
    const list = live.get(site);
    if (list === undefined) live.set(site, [{ sample, bytes, factor }]);
    else list.push({ sample, bytes, factor });
  }
  return live;
}

/** Where it is not one of the known views: of a pool it can be anybody's, and else a view of the same memory. */
function retainerOf(sample: Sample<RetainedSite>): {
  readonly site?: RetainedSite | undefined;
  readonly bytes?: number;
} {
  return sample.retainer ?? (sample.at.isPool ? {} : { site: sample.site });
}
