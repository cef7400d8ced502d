/** The escape codes that begin and end each style: "Select Graphic Rendition" of ECMA-48. */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Colors = Readonly<Record<keyof typeof STYLES, (text: string) => string>>;

/**
 * Colours where `isOn` says so. `util.styleText` of Node decides that for itself in newer versions, and in older ones
 * a style ends with the first style inside of it.
 */
export function makeColors(isOn: boolean): Colors {
  const styles = Object.entries(STYLES).map(([name, [begin, end]]) => [
    name,
    isOn ? (text: string) => applyStyle(text, `\u001b[${begin}m`, `\u001b[${end}m`) : String,
  ]);
  return Object.fromEntries(styles);
}

/** Where a style inside of the text ends, this one begins again: bold and dim share the code that ends them. */
function applyStyle(text: string, begin: string, end: string): string {
  return `${begin}${text.replaceAll(end, end + begin)}${end}`;
}

/** NO_COLOR wins, then FORCE_COLOR; else a terminal that is not dumb has them. */
export function wantsColors(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}
