/** The doctor of this thread's tests. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** What the preload has, which is one file. */
interface Preload {
  readonly testDoctor: (judge: string) => InTests | undefined;
  readonly onModuleLoaded: (loaded: (name: string) => 'done' | 'go on') => void;
}

export interface InTests {
  readonly begin: (test: unknown, name: string) => Promise<void>;
  readonly end: (test: unknown) => Promise<string | undefined>;
}

const preload = createRequire(import.meta.url)('../preload.cjs') as Preload;

/** Undefined if the whole process is examined already. */
export function startInTests(): InTests | undefined {
  return preload.testDoctor(fileURLToPath(new URL('./judge-sites.js', import.meta.url)));
}

/** At once if it is loaded already. */
export function whenLoaded(module: string, act: () => void): void {
  const { moduleLoadList } = process as unknown as { readonly moduleLoadList: readonly string[] };
  if (moduleLoadList.includes(`NativeModule ${module}`)) act();
  else
    preload.onModuleLoaded((name) => {
      if (name !== module) return 'go on';
      act();
      return 'done';
    });
}

/** Its stack would be that of the set-up. */
export function failWith(message: string): never {
  const error = new Error(message);
  error.name = 'tidemark doctor';
  error.stack = `${error.name}: ${message}`;
  throw error;
}
