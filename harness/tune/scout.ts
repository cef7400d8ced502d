/** Which values to look at: powers of two, from where physics says. Pure. */

export interface Range {
  readonly kind: 'bytes' | 'count';
  readonly min: number;
  readonly max: number;
}

/** Between two values of the first look. */
export const STEP = 4;

/** `steps` steps of four above a value, or below it. Undefined if that is out of range. */
export function stepFrom(value: number, steps: number, range: Range): number | undefined {
  const next = 2 ** Math.round(Math.log2(value) + 2 * steps);
  return next >= range.min && next <= range.max ? next : undefined;
}

/** The power of two in the middle of two values; undefined if they are a factor of two apart, or less. */
export function middlePower(small: number, large: number): number | undefined {
  if (large / small <= 2) return undefined;
  const middle = 2 ** Math.floor((Math.log2(small) + Math.log2(large)) / 2);
  return middle > small && middle < large ? middle : undefined;
}

/** Three quarters of the way up, where two values are a factor of two apart: 48 KiB between 32 KiB and 64 KiB. */
export function refineBetween(small: number, large: number): number | undefined {
  const between = Math.floor((small + large) / 2);
  return between > small && between < large ? between : undefined;
}
