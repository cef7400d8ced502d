import type { Guard } from './guard.ts';
import { GUARDS_OF_CHILDREN } from './guards-of-children.ts';
import { GUARDS_OF_CONFIG } from './guards-of-config.ts';
import { GUARDS_OF_FILES } from './guards-of-files.ts';
import { GUARDS_OF_RUNS } from './guards-of-runs.ts';
import { GUARDS_OF_RUNTIMES } from './guards-of-runtimes.ts';
import { GUARDS_OF_TRUST } from './guards-of-trust.ts';
import { GUARDS_OF_VERDICTS } from './guards-of-verdicts.ts';
import { GUARDS_OF_WORK } from './guards-of-work.ts';

export const GUARDS: readonly Guard[] = [
  ...GUARDS_OF_RUNS,
  ...GUARDS_OF_RUNTIMES,
  ...GUARDS_OF_CHILDREN,
  ...GUARDS_OF_FILES,
  ...GUARDS_OF_CONFIG,
  ...GUARDS_OF_TRUST,
  ...GUARDS_OF_VERDICTS,
  ...GUARDS_OF_WORK,
];
