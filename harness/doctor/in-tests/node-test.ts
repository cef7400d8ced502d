/** `node --import tidemark/doctor/node-test --test`: a test that raises an alarm fails with it. */
import type { TestContext } from 'node:test';
import { failWith, type InTests, startInTests, whenModuleIsLoaded } from './start.ts';

const doctor = startInTests();
// Where no test runs, as in a process that a test starts, loading it would print that there were none.
if (doctor !== undefined && !startsFiles()) whenModuleIsLoaded('test', () => addHooks(doctor));

/** The process that starts one for each file has hooks of its own, for files. */
function startsFiles(): boolean {
  const { execArgv, env } = process;
  const isRunner = execArgv.includes('--test') && env.NODE_TEST_CONTEXT === undefined;
  return isRunner && !execArgv.some((flag) => /^--(experimental-)?test-isolation=none$/.test(flag));
}

function addHooks(doctor: InTests): void {
  const { beforeEach, afterEach } = process.getBuiltinModule('node:test');
  beforeEach((test) => doctor.begin(test, (test as TestContext).name));
  afterEach(async (test) => {
    const alarm = await doctor.end(test);
    if (alarm !== undefined) failWith(alarm);
  });
}
