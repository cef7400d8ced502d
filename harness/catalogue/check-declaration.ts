import { UsageError } from '../errors.ts';
import { suggestWord } from '../words/suggest-word.ts';
import { nameFromFile } from './scenario-name.ts';
import { type Declaration, declarationSchema, type Fault, KNOWN_KEYS } from './scenario-schema.ts';

/** What a scenario declares, with defaults for everything else. */
export interface DeclaredScenario extends Omit<Declaration, 'name' | 'title' | 'tags' | 'parameters'> {
  readonly name: string;
  readonly title: string;
  readonly tags: string[];
  readonly parameters: NonNullable<Declaration['parameters']>;
}

const EXAMPLE =
  'a scenario file has `export default { run() { … } }`, or defineScenario({ … }) around it for its types';

/** Throws a UsageError with a line for each fault: the path of the value, what was given, and the choices. */
export function checkDeclaration(path: string, declared: unknown): DeclaredScenario {
  if (declared === undefined) throw new UsageError(`${path} has no default export`, { hint: EXAMPLE });
  if (declared === 'function') {
    throw new UsageError(`${path} exports a function by default, not a scenario`, { hint: EXAMPLE });
  }
  const checked = declarationSchema.safeParse(declared, { reportInput: true });
  if (!checked.success) {
    const faults = checked.error.issues.flatMap(describeIssue).map((line) => `\n  ${line}`);
    throw new UsageError(`${path} is not a valid scenario:${faults.join('')}`, { hint: EXAMPLE });
  }
  const { claim } = checked.data;
  const { name = nameFromFile(path), title = claim?.statement ?? name, ...others } = checked.data;
  const { tags = [], parameters = {}, ...rest } = others;
  return { name, title, tags, parameters, ...rest };
}

function describeIssue(issue: Fault): string[] {
  const at = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys')
    return [`${at.join('.') || 'its default export'}: ${issue.message}`];
  const known = KNOWN_KEYS[at.join('.')] ?? [];
  return issue.keys.map((key) => {
    const suggestion = suggestWord(key, known) ?? `the keys are ${known.join(', ')}`;
    return `${[...at, key].join('.')}: unknown key; ${suggestion}`;
  });
}
