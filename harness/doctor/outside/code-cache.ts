/** What V8 has compiled of the doctor: with it, the start of every process takes about 5 ms less. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compiled } from '../../package-root.ts';
import { makeTempFolder, removeFolder } from '../../processes/temp-folder.ts';
import { SETTINGS_VARIABLE } from '../snapshot.ts';

/** Read by preload.cts, which writes what it has compiled. */
const WRITE_VARIABLE = 'TIDEMARK_DOCTOR_CODE_CACHE';
const TIMEOUT_MS = 10_000;

/** `folder`: that of preload.cjs. */
export function locateCodeCache(folder: string): string {
  const { ino, mtimeMs, size } = statSync(join(folder, 'doctor.cjs'));
  const name = `${process.version}-${process.platform}-${process.arch}-${size}-${mtimeMs}-${ino}`;
  return join(folder, 'code-cache', name);
}

/** Once for each version of Node.js, and only where whoever runs this could write the doctor itself: it is as trusted. */
export function writeCodeCache(folder = compiled('harness/doctor')): void {
  if (existsSync(locateCodeCache(folder)) || !isWritable(folder)) return;
  const snapshots = makeTempFolder('tidemark-doctor');
  // Flags there could be others than those of most programs, and so what is compiled.
  const { NODE_OPTIONS, ...env } = process.env;
  try {
    // Without it, all works as well.
    spawnSync(process.execPath, ['--require', join(folder, 'preload.cjs'), '--eval', ''], {
      env: { ...env, [SETTINGS_VARIABLE]: JSON.stringify({ folder: snapshots }), [WRITE_VARIABLE]: '1' },
      stdio: 'ignore',
      timeout: TIMEOUT_MS,
    });
  } finally {
    removeFolder(snapshots);
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
