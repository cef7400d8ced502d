import { homedir } from 'node:os';

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
  home: homedir(),
  platform: process.platform,
  arch: process.arch,
  execPath: process.execPath,
  nodeVersion: process.versions.node,
});
