/** The doctor of this thread's tests. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** What the preload has, which is one file. */
interface Preload {
  readonly testDoctor: (judge: string) => InTests | undefined;
  readonly whenModuleIsLoaded: (module: string, act: () => void) => void;
}

export interface InTests {
  readonly begin: (test: unknown, name: string) => Promise<void>;
  readonly end: (test: unknown) => Promise<string | undefined>;
}

/** `whenModuleIsLoaded(module, act)`: at once if it is loaded already. */
const { whenModuleIsLoaded, testDoctor } = createRequire(import.meta.url)('../preload.cjs') as Preload;

/** Undefined if the whole process is examined already. */
export function startInTests(): InTests | undefined {
  return testDoctor(fileURLToPath(new URL('./judge-sites.js', import.meta.url)));
}

/** Its stack would be that of the set-up. */
export function failWith(message: string): never {
  const error = new Error(message);
  error.name = 'tidemark doctor';
  error.stack = `${error.name}: ${message}`;
  throw error;
}

export { whenModuleIsLoaded };
