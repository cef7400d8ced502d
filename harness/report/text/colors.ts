import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours by our own decision: the library's detection turns them on for `CI=false` and `FORCE_COLOR=0`. */
export const makeColors = (isOn: boolean): Colors => picocolors.createColors(isOn);

/** NO_COLOR wins, then FORCE_COLOR; else a terminal that is not dumb has them. */
export function wantsColors(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}
