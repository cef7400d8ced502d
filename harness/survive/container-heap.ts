/**
 * How large Node lets its heap become in a container: V8's own rule (ResourceConstraints::ConfigureDefaults, 64 bits), given
 * the limit of the cgroup. Where there is no cgroup to run in, the measured Node is told the same by a flag.
 */
const LARGEST_OLD_MIB = { below15GiB: 2048, otherwise: 4096 };
const GIB_15 = 15 * 1024;
/** Up to this size of the old generation, the semi-spaces are a smaller share of it. */
const SMALL_OLD_MIB = 256;
const SEMI_SPACE_SHARE = { small: 1 / 256, otherwise: 1 / 128 };
const SEMI_SPACE_MIB = { min: 1, max: 16 };
/** Of the young generation: two semi-spaces, and the large objects of it. */
const SEMI_SPACES = 3;

/** In MiB, the young generation included: the value of --max-heap-size. 259 for a container of 512 MiB. */
export function heapOfContainerMiB(containerMiB: number): number {
  const largest = containerMiB >= GIB_15 ? LARGEST_OLD_MIB.otherwise : LARGEST_OLD_MIB.below15GiB;
  const oldMiB = Math.min(largest, Math.floor(containerMiB / 2));
  const share = oldMiB <= SMALL_OLD_MIB ? SEMI_SPACE_SHARE.small : SEMI_SPACE_SHARE.otherwise;
  const semiSpaceMiB = Math.min(SEMI_SPACE_MIB.max, Math.max(SEMI_SPACE_MIB.min, Math.ceil(oldMiB * share)));
  return oldMiB + SEMI_SPACES * semiSpaceMiB;
}

const SIZES_THE_HEAP = /^--?(max[-_]old[-_]space[-_]size|max[-_]heap[-_]size|max[-_]semi[-_]space[-_]size)/;

/** Whether the user decides how large the heap may become. */
export const sizesTheHeap = (nodeFlags: readonly string[]): boolean =>
  nodeFlags.some((flag) => SIZES_THE_HEAP.test(flag));
