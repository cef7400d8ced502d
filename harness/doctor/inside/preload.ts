/** Loaded before a program by `--require`, or into one that runs already: see harness/doctor/README.md. */
import { type DoctorSettings, SETTINGS_VARIABLE } from '../snapshot.ts';
import { areStreamsCounted } from './reach/are-streams-counted.ts';
import { type Attachment, attach as attachTo, begin } from './reach/attachment.ts';
import { coverChildProcesses } from './reach/child-processes.ts';
import { restoreEnvironment } from './reach/environment.ts';
import { coverWorkers } from './reach/workers.ts';
import { startTestDoctor, type TestDoctor } from './tests/test-doctor.ts';

/** Another version of this file counts in this thread: each of them would count what the other does. */
const isOccupied = areStreamsCounted();
const settings = process.env[SETTINGS_VARIABLE];
if (settings !== undefined && !isOccupied) {
  restoreEnvironment();
  begin(JSON.parse(settings) as DoctorSettings);
  coverWorkers(__filename, () => settings);
  coverChildProcesses(__filename, () => settings);
}
// The keys of require.cache are the program's modules. A second --require still finds this one.
Object.defineProperty(require.cache, __filename, { enumerable: false });

export const attach = (given: DoctorSettings): Attachment => attachTo(__filename, given, isOccupied);
export { detach, isWriting } from './reach/attachment.ts';
export { whenModuleIsLoaded } from './unseen/loaded-modules.ts';
/** For the set-up of test runners. Undefined if this process is examined as a whole. */
export const testDoctor = (judge: string): TestDoctor | undefined =>
  settings === undefined && !isOccupied ? startTestDoctor(judge) : undefined;
