import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { makePrivateFolder } from '../files/private-folder.ts';

/** What decides where programs are found; passed in, so that a test can substitute another. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** The Node that runs tidemark. */
  readonly execPath: string;
  readonly nodeVersion: string;
}

export const describeThisMachine = (): Machine => ({
  env: process.env,
  get home() {
    return findHome();
  },
  platform: process.platform,
  arch: process.arch,
  execPath: process.execPath,
  nodeVersion: process.versions.node,
});

/** A user without an entry in passwd has none unless HOME is set: then it is a private temporary folder. */
export function findHome(ask: () => string = homedir, temporary: string = tmpdir()): string {
  try {
    const home = ask();
    if (isAbsolute(home)) return home;
  } catch {
    // The system knows no such user.
  }
  return makePrivateFolder(join(temporary, `tidemark-${process.getuid?.() ?? 'user'}`));
}
