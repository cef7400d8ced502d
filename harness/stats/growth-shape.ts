/** Words for growth that is neither bounded nor linear. */
import { type GrowthPoint, listSteps } from './growth-rules.ts';

/** By how much more each doubling of the volume adds: 2 if linear, the square root of 2 for a square root, 1 for a logarithm. */
const SHAPES = [
  { above: 1.7, words: 'it looks like linear growth' },
  { above: 1.2, words: 'it looks like the square root of the volume' },
  { above: 0.8, words: 'it looks like the logarithm of the volume' },
  { above: 0, words: 'it grows ever more slowly' },
] as const;

export function describeShape(peaks: readonly GrowthPoint[], noiseBytes: number): string {
  const rises = listSteps(peaks).map(({ riseBytes }) => riseBytes);
  const [first, last] = [rises[0] ?? 0, rises.at(-1) ?? 0];
  if (!rises.every((riseBytes) => riseBytes > noiseBytes)) {
    if (rises.every((riseBytes) => riseBytes > 0))
      return 'it rises with every volume, at some of them by less than the noise';
    return rises.every((riseBytes) => riseBytes >= -noiseBytes)
      ? 'it rises, but not at every volume'
      : 'it varies from volume to volume';
  }
  const factor = (last / first) ** (1 / (rises.length - 1));
  return SHAPES.find(({ above }) => factor > above)?.words ?? 'it rises';
}
