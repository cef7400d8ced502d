/** Writes scenarios/defaults.json: what default-marks records, with this Node and with each version that is named. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../harness/package-root.ts';
import { measureDefaults } from './measure-defaults.ts';

const defaults = await measureDefaults([process.execPath, ...process.argv.slice(2)]);
writeFileSync(join(packageRoot, 'scenarios', 'defaults.json'), `${JSON.stringify(defaults, null, 2)}\n`);
