/** `node --import tidemark/doctor app.js`: the doctor of one process, which reports when that has ended. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { makeTempFolder, removeFolder } from '../../processes/temp-folder.ts';
import { type DoctorSettings, SETTINGS_VARIABLE, type ThreadSnapshot } from '../snapshot.ts';

// A worker thread has this module and the environment of its parent. Below `tidemark doctor` everything is there already.
const isFirst = isMainThread && process.env[SETTINGS_VARIABLE] === undefined;
const folder = isFirst ? makeTempFolder('tidemark-doctor') : undefined;
if (folder !== undefined) {
  const settings: DoctorSettings = { folder };
  process.env[SETTINGS_VARIABLE] = JSON.stringify(settings);
}
createRequire(import.meta.url)('../preload.cjs');
// After that of the preload, which writes the last snapshot.
if (folder !== undefined) process.on('exit', () => report(folder));

/** What nothing was seen to fill needs no process that looks at it. */
function report(folder: string): void {
  if (readdirSync(folder).some((file) => hasFindings(join(folder, file)))) {
    const cli = fileURLToPath(new URL('../../cli.js', import.meta.url));
    // Its own environment: NODE_OPTIONS can load this module.
    const { NODE_OPTIONS, [SETTINGS_VARIABLE]: settings, ...env } = process.env;
    // Its stdout is ours: nothing is to come between what the program prints.
    spawnSync(process.execPath, [cli, 'doctor', '--read', folder], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  removeFolder(folder);
}

function hasFindings(path: string): boolean {
  try {
    const { sites, opened } = JSON.parse(readFileSync(path, 'utf8')) as ThreadSnapshot;
    return sites.length + opened.length > 0;
  } catch {
    return false;
  }
}
