import { GiB, KiB, MiB } from '../../../harness/scenario.ts';

const STEPS = [
  [GiB, 'GiB'],
  [MiB, 'MiB'],
  [KiB, 'KiB'],
] as const;

/** `'64 KiB'`, `'1.5 MiB'`, `'1023 bytes'`: for the line of readings of a claim. */
export function sizeInWords(bytes: number): string {
  const [step, unit] = STEPS.find(([step]) => Math.abs(bytes) >= step) ?? [1, bytes === 1 ? 'byte' : 'bytes'];
  return `${Math.round((bytes / step) * 10) / 10} ${unit}`;
}
