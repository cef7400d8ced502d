/**
 * How large Node lets its heap become in a container: V8's own rule (ResourceConstraints::ConfigureDefaults, 64 bits), given
 * the limit of the cgroup. Measured in cgroups of 48 MiB to 20 GiB with 20.20, 22.23, 24.21 and 26.12. Where there is no
 * cgroup to run in, the measured Node is told the same by flags.
 */
import { majorOf } from '../case-key.ts';

const OLD_MIB = { least: 256, below15GiB: 2048, otherwise: 4096 };
const GIB_15 = 15 * 1024;

/** Each semi-space of the young generation is such a share of half of the container, rounded up to a power of two. */
interface SemiSpaces {
  readonly since: number;
  readonly share: number;
  /** Where the old generation has its least size. Undefined for the share. */
  readonly ofLeastOldMiB?: number;
  readonly leastMiB: number;
}

const SEMI_SPACES: readonly SemiSpaces[] = [
  { since: 26, share: 1 / 64, leastMiB: 2 },
  { since: 24, share: 1 / 32, leastMiB: 1, ofLeastOldMiB: 1 },
  { since: 0, share: 1 / 128, leastMiB: 1, ofLeastOldMiB: 1 },
];

export interface ContainerHeap {
  readonly oldMiB: number;
  readonly semiSpaceMiB: number;
}

/** 256 MiB, and semi-spaces of 1 MiB, for a container of up to 512 MiB on Node 20. */
export function heapOfContainer(containerMiB: number, node: string): ContainerHeap {
  const most = containerMiB >= GIB_15 ? OLD_MIB.otherwise : OLD_MIB.below15GiB;
  const halfMiB = Math.min(most, Math.floor(containerMiB / 2));
  const oldMiB = Math.max(OLD_MIB.least, halfMiB);
  const rule = SEMI_SPACES.find(({ since }) => Number(majorOf(node)) >= since) ?? NEWEST;
  const { ofLeastOldMiB, share, leastMiB } = rule;
  const isLeast = oldMiB === OLD_MIB.least && ofLeastOldMiB !== undefined;
  // Those of a heap for 15 GiB and more are not larger.
  const shareMiB = Math.min(halfMiB, OLD_MIB.below15GiB) * share;
  return {
    oldMiB,
    semiSpaceMiB: isLeast ? ofLeastOldMiB : Math.max(leastMiB, 2 ** Math.ceil(Math.log2(shareMiB))),
  };
}

const [NEWEST] = SEMI_SPACES as readonly [SemiSpaces, ...SemiSpaces[]];

export function flagsOfContainer(containerMiB: number, node: string): string[] {
  const { oldMiB, semiSpaceMiB } = heapOfContainer(containerMiB, node);
  return [`--max-old-space-size=${oldMiB}`, `--max-semi-space-size=${semiSpaceMiB}`];
}

const SIZES_THE_HEAP = /^--?(max[-_]old[-_]space[-_]size|max[-_]heap[-_]size|max[-_]semi[-_]space[-_]size)/;

/** Whether the user decides how large the heap may become. */
export const sizesTheHeap = (nodeFlags: readonly string[]): boolean =>
  nodeFlags.some((flag) => SIZES_THE_HEAP.test(flag));
