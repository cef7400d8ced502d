/** What tidemark calls, through the inspector, in a thread that runs already. */
import type { DoctorSettings } from '../../snapshot.ts';
import { ThreadDoctor } from '../thread-doctor.ts';
import { coverChildProcesses } from './child-processes.ts';
import { coverWorkers, threadIdOf } from './workers.ts';

/** Undefined as long as nothing of the doctor is in this thread. */
let doctor: ThreadDoctor | undefined;
let settings: DoctorSettings | undefined;

export interface Attachment {
  /** Where the doctor of this thread writes already, for somebody else. Empty if that is not known. */
  readonly isTaken: string | undefined;
  readonly thread: number;
  /** Counts objects that were there before, of any kind, as far as they are streams. */
  readonly adopt: (objects: readonly object[]) => void;
}

/** To be called when the doctor was loaded with its thread. */
export function begin(given: DoctorSettings): ThreadDoctor {
  settings = given;
  doctor = new ThreadDoctor(given);
  doctor.start();
  return doctor;
}

/** `preload` is the file that runs this. */
export function attach(preload: string, given: DoctorSettings, isOccupied: boolean): Attachment {
  if (isOccupied) return { isTaken: '', thread: threadIdOf(), adopt: () => {} };
  const { existsSync } = process.getBuiltinModule('fs');
  const isTaken = settings !== undefined && existsSync(settings.folder) ? settings.folder : undefined;
  const isNew = doctor === undefined;
  const current = doctor ?? begin(given);
  if (isTaken === undefined) {
    settings = given;
    current.attach(given);
  }
  if (isNew) {
    const describe = (): string | undefined => settings && JSON.stringify(settings);
    coverWorkers(preload, describe, true);
    coverChildProcesses(preload, describe);
  }
  return { isTaken, thread: threadIdOf(), adopt: (objects) => current.adopt(objects) };
}

/** Writes what is known now, and then nothing any more. */
export function detach(): void {
  doctor?.detach();
  settings = undefined;
}

/** Whether somebody is told what happens in this thread. */
export const isWriting = (): boolean => doctor?.isWriting === true;
