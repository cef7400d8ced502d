/** The command that shows what a matcher has found. */
import { fileURLToPath } from 'node:url';
import { shortPath } from '../../catalogue/find-own-files.ts';
import { scenarioFile } from '../../catalogue/scenario-file.ts';
import type { Subject } from '../../plan/plan-runs.ts';
import { quoteForShell } from '../../words/quote-for-shell.ts';
import type { Question } from '../messages.ts';

type Given = Pick<Question, 'parameters' | 'environmentVariables'>;

/** `npx tidemark run --scenario ./upload.bench.ts --param highWaterMark=16KiB`. */
export function commandOf(
  { case: { scenario } }: Subject,
  { parameters, environmentVariables }: Given,
  options: readonly string[] = [],
): string {
  const isOurs = scenarioFile(scenario.source) === undefined;
  const words = [
    '--scenario',
    isOurs ? scenario.name : shortPath(fileURLToPath(scenario.source)),
    ...Object.entries(parameters).flatMap(([name, value]) => [
      '--param',
      `${name}=${String(value).replace(/\s+/g, '')}`,
    ]),
    ...environmentVariables.flatMap((name) => ['--env', name]),
    ...options,
  ];
  return ['npx tidemark run', ...words.map((word) => quoteForShell(word))].join(' ');
}
