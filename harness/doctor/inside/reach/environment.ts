/**
 * Processes and threads get the doctor from their environment. One that is started with an environment of its own would
 * not load it: it gets what it needs for that, and takes it out of its environment again before its program runs.
 */
import { SETTINGS_VARIABLE } from '../../snapshot.ts';

/** In such an environment: the NODE_OPTIONS that the program is to see, if any. */
const OWN_OPTIONS_VARIABLE = 'TIDEMARK_DOCTOR_OWN';

export type Environment = Record<string, string | undefined>;

/** To be called first of all. */
export function restoreEnvironment(): void {
  const { [OWN_OPTIONS_VARIABLE]: own } = process.env;
  if (own === undefined) return;
  const { options } = JSON.parse(own) as { readonly options?: string };
  if (options === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = options;
  delete process.env[SETTINGS_VARIABLE];
  delete process.env[OWN_OPTIONS_VARIABLE];
}

/** What such an environment gets. `preload` is the file of the doctor. */
export function environmentOfDoctor(
  own: string | undefined,
  preload: string,
  settings: string,
): Readonly<Record<string, string>> {
  const load = `--require=${JSON.stringify(preload)}`;
  return {
    NODE_OPTIONS: own === undefined ? load : `${own} ${load}`,
    [SETTINGS_VARIABLE]: settings,
    [OWN_OPTIONS_VARIABLE]: JSON.stringify({ options: own }),
  };
}
