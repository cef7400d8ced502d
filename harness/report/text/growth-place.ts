/** Where memory grows, and how much of it the watched streams explain: parts of the verdict sentence. */
import type { Explained, Growth } from '../../result.ts';
import { formatBytes } from '../../units.ts';

/** Chunks under way and read buffers of Node itself: by so much the peaks of a program that is bounded differ, too. */
const NOISE_BYTES = 512 * 1024;

const HOLDERS: Readonly<Record<NonNullable<Growth['heldBy']>, string>> = {
  program: 'the program retains it: look for variables, caches, closures and queues that are not streams',
  'worker-threads': 'worker threads retain it',
  'native-code': 'RSS grows and nothing in V8 does: native code retains it',
  'child-processes': 'it is in child processes that the program started',
};

/** `, outside of the watched streams`; empty if what grows is in them, or nothing does. */
export const describePlace = ({ where, verdict }: Growth): string =>
  where === 'outside-watched-streams'
    ? `, outside of the watched streams${verdict === 'inconclusive' ? ' if it grows' : ''}`
    : '';

/** `64 KiB of 64 MiB of live ArrayBuffers are in watched streams: 0.1 %; worker threads retain it`. Empty if live memory was not read. */
export function describeExplained({ explained, heldBy, verdict }: Growth): string {
  const parts = [
    explained === undefined ? '' : describeShare(explained),
    heldBy === undefined || verdict !== 'linear' ? '' : HOLDERS[heldBy],
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function describeShare({ liveBytes, liveHeapUsedBytes, watchedBytes, ratio }: Explained): string {
  const [what, is] = liveHeapUsedBytes > 0 ? ['memory', 'is'] : ['ArrayBuffers', 'are'];
  const live = `${formatBytes(liveBytes)} of live ${what}`;
  if (watchedBytes === undefined) return live;
  if (ratio === undefined || watchedBytes >= liveBytes)
    return `the watched streams explain all ${formatBytes(liveBytes)} of live ${what}`;
  const rest = liveBytes - watchedBytes <= NOISE_BYTES ? ', the rest is within the noise' : '';
  return `${formatBytes(watchedBytes)} of ${live} ${is} in watched streams: ${formatPercent(ratio)} %${rest}`;
}

export const formatPercent = (ratio: number): string => (100 * ratio).toFixed(ratio < 0.1 ? 1 : 0);
