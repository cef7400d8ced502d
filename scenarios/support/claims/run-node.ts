import { execFileSync } from 'node:child_process';

/** What the program passes to answer(), of a process of its own with these flags. */
export function runNode(
  program: string,
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, number>> {
  const answer = 'const answer = (figures) => process.stdout.write(JSON.stringify(figures));';
  const args = [...flags, '--no-warnings', '-e', `${answer}\n${program}`];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env }));
}
