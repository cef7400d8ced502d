/**
 * `setupFilesAfterEnv: ['tidemark/doctor/jest']`: a test that raises an alarm fails with it. Jest runs each file in a
 * context of its own, with a `require` and a `process` of its own: the doctor is loaded outside of it, once for all files.
 */
interface InTests {
  readonly begin: (test: unknown, name: string) => Promise<void>;
  readonly end: (test: unknown) => Promise<string | undefined>;
}

interface Jest {
  readonly beforeEach: (hook: () => Promise<void>) => void;
  readonly afterEach: (hook: () => Promise<void>) => void;
  readonly expect: { readonly getState: () => { readonly currentTestName?: string } };
}

const { beforeEach, afterEach, expect } = globalThis as unknown as Jest;
const { runInThisContext } = require('node:vm') as typeof import('node:vm');
const outer = runInThisContext('process') as NodeJS.Process;
const { createRequire } = outer.getBuiltinModule('module');
const preload = createRequire(__filename)('../preload.cjs') as {
  readonly testDoctor: (judge: string) => InTests | undefined;
};
const doctor = preload.testDoctor(require('node:path').join(__dirname, 'judge-sites.js'));

if (doctor !== undefined) {
  // Jest does not say which test it is that a hook belongs to.
  let test = {};
  beforeEach(() => {
    test = {};
    return doctor.begin(test, expect.getState().currentTestName ?? 'a test');
  });
  afterEach(async () => {
    const alarm = await doctor.end(test);
    if (alarm === undefined) return;
    const error = new Error(alarm);
    error.name = 'tidemark doctor';
    error.stack = `${error.name}: ${alarm}`;
    throw error;
  });
}
