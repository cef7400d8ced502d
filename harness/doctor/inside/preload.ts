/** Loaded before a program by `--require`, or into one that runs already: see harness/doctor/README.md. */
import { type DoctorSettings, SETTINGS_VARIABLE } from '../snapshot.ts';
import { type Attachment, attach as attachTo, begin } from './late/attachment.ts';
import { startTestDoctor, type TestDoctor } from './tests/test-doctor.ts';
import { coverWorkers, restoreEnvironment } from './workers.ts';

const settings = process.env[SETTINGS_VARIABLE];
if (settings !== undefined) {
  restoreEnvironment();
  begin(JSON.parse(settings) as DoctorSettings);
  coverWorkers(__filename, () => settings);
}
// The keys of require.cache are the program's modules. A second --require still finds this one.
Object.defineProperty(require.cache, __filename, { enumerable: false });

export const attach = (given: DoctorSettings): Attachment => attachTo(__filename, given);
export { detach, isWriting } from './late/attachment.ts';
export { onModuleLoaded } from './loaded-modules.ts';
/** For the set-up of test runners. Undefined if this process is examined as a whole. */
export const testDoctor = (judge: string): TestDoctor | undefined =>
  settings === undefined ? startTestDoctor(judge) : undefined;
