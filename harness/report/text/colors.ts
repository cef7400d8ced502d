/** The codes that begin and end each style: "Select Graphic Rendition" of ECMA-48. */
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
 * Colours if `isOn`. Newer versions of Node's `util.styleText` decide that themselves, and in older ones a style ends
 * with the first style nested in it.
 */
export function makeColors(isOn: boolean): Colors {
  const styles = Object.entries(STYLES).map(([name, [begin, end]]) => [
    name,
    isOn ? (text: string) => applyStyle(text, `\u001b[${begin}m`, `\u001b[${end}m`) : String,
  ]);
  return Object.fromEntries(styles);
}

/** Where a nested style ends, this one begins again: bold and dim share their end code. */
function applyStyle(text: string, begin: string, end: string): string {
  return `${begin}${text.replaceAll(end, end + begin)}${end}`;
}

/** NO_COLOR takes precedence, then FORCE_COLOR; otherwise colours need a terminal that is not dumb. */
export function wantsColors(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  const force = env.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}
