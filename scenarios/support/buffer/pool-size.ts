import { choice, KiB } from '../../../harness/scenario.ts';

/** The size of a slab of the pool: that of this Node, or one of those that Node has had. */
export const poolSize = choice(['default', '8KiB', '64KiB']);

const BYTES: Readonly<Record<string, number>> = { '8KiB': 8 * KiB, '64KiB': 64 * KiB };

/** The slab that was begun before stays in use until it is full. */
export function setPoolSize(size: (typeof poolSize)['values'][number]): void {
  Buffer.poolSize = BYTES[size] ?? Buffer.poolSize;
}
