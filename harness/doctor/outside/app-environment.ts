import { compiled } from '../../package-root.ts';
import { type DoctorSettings, SETTINGS_VARIABLE } from '../snapshot.ts';

/** That of tidemark itself, with what loads the doctor into every Node.js process below. */
export function makeAppEnvironment(
  from: NodeJS.ProcessEnv,
  settings: DoctorSettings,
  preload?: string,
): NodeJS.ProcessEnv {
  const { NODE_OPTIONS = '' } = from;
  const option = preloadOption(preload);
  return {
    ...from,
    // The last one: the preloads of the program come first, and what it loads is unchanged.
    NODE_OPTIONS: NODE_OPTIONS === '' ? option : `${NODE_OPTIONS} ${option}`,
    [SETTINGS_VARIABLE]: JSON.stringify(settings),
  };
}

/** As it is in NODE_OPTIONS. */
export const preloadOption = (preload = compiled('harness/doctor/preload.cjs')): string =>
  `--require=${quoteForNode(preload)}`;

/** Node splits NODE_OPTIONS at spaces outside of double quotes, between which a backslash escapes. */
const quoteForNode = (path: string): string =>
  /[\s"\\]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path;
