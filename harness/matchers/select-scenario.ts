/** Which scenario a test means: by its path, its name, its URL, or by the scenario itself, which has been imported. */
import { fileOfFunction } from './file-of-function.ts';
import type { Declares, Selected } from './messages.ts';

/** Throws a TypeError for what is not a scenario, or cannot be measured. */
export function selectScenario(given: unknown): Selected {
  if (typeof given === 'string') return { selector: given };
  if (isUrl(given)) return { selector: requireFileUrl(given.href) };
  const scenario = isObject(given) && isObject(given.default) ? given.default : given;
  if (!isObject(scenario) || typeof scenario.run !== 'function') throw new TypeError(describeWrong(given));
  const file = fileOfFunction(scenario.run);
  if (file === undefined) {
    throw new TypeError(
      `the file of this imported scenario cannot be found: its run() is not the program's own code\n  ${GIVE_PATH}`,
    );
  }
  return { selector: file, declares: readDeclared(scenario) };
}

const GIVE_PATH =
  "give its path: expect('./upload.bench.ts'), or expect(new URL('./upload.bench.ts', import.meta.url))";

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** The URL of another context is not an instance of this one's. */
const isUrl = (value: unknown): value is { readonly href: string } =>
  isObject(value) && typeof value.href === 'string' && typeof value.protocol === 'string';

function requireFileUrl(href: string): string {
  if (href.startsWith('file:')) return href;
  throw new TypeError(`${href} is not the URL of a file\n  ${GIVE_PATH}`);
}

function describeWrong(given: unknown): string {
  const what =
    typeof given === 'function'
      ? 'a function cannot be measured: it would have to run in the process of the tests'
      : `${given === null ? 'null' : `a value of type ${typeof given}`} is not a scenario`;
  return `${what}\n  give a path, a name from \`tidemark list\`, a URL of a file, or an imported scenario`;
}

function readDeclared({ name, title, parameters }: Loose): Declares {
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof title === 'string' && { title }),
    parameters: JSON.stringify(parameters ?? {}),
  };
}
