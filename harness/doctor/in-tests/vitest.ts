/** `setupFiles: ['tidemark/doctor/vitest']`: a test that raises an alarm fails with it. */
import { afterEach, beforeEach } from 'vitest';
import { failWith, startInTests } from './start.ts';

const doctor = startInTests();
if (doctor !== undefined) {
  beforeEach(({ task }) => doctor.begin(task, task.name));
  afterEach(async ({ task }) => {
    const alarm = await doctor.end(task);
    if (alarm !== undefined) failWith(alarm);
  });
}
