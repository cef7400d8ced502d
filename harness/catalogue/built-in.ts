/** The scenarios that come with tidemark: a folder of files for each topic. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compiled } from '../package-root.ts';

/** Folders next to the topics that contain no scenarios. */
const NO_TOPICS = new Set(['support', 'peers']);

/** The names of the scenarios that come with tidemark, sorted. */
export const listNames = (): string[] => [...findBuiltIn().keys()].sort();

/** The URL of the compiled module of each scenario that comes with tidemark, by name. */
export function findBuiltIn(): Map<string, string> {
  const root = compiled('scenarios');
  const topics = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !NO_TOPICS.has(entry.name),
  );
  const modules = topics.flatMap(({ name: topic }) =>
    readdirSync(join(root, topic))
      .filter((file) => file.endsWith('.js'))
      .map((file) => [basename(file, '.js'), pathToFileURL(join(root, topic, file)).href] as const),
  );
  return new Map(modules);
}

/** The topic of a scenario, such as `writable` for one in scenarios/writable/; undefined for a user's own. */
export function findTopic(source: string): string | undefined {
  return [...findBuiltIn().values()].includes(source) ? basename(dirname(fileURLToPath(source))) : undefined;
}
