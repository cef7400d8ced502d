/** Loaded before a program by `--require`: see harness/doctor/README.md. */
import { type DoctorSettings, SETTINGS_VARIABLE } from '../snapshot.ts';
import { ThreadDoctor } from './thread-doctor.ts';
import { coverWorkers, restoreEnvironment } from './workers.ts';

const settings = process.env[SETTINGS_VARIABLE];
if (settings !== undefined) {
  restoreEnvironment();
  new ThreadDoctor((JSON.parse(settings) as DoctorSettings).folder).start();
  coverWorkers(__filename, settings);
  // The keys of require.cache are the program's modules. A second --require still finds this one.
  Object.defineProperty(require.cache, __filename, { enumerable: false });
}
