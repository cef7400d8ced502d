/** The scenarios that come with tidemark: a folder of files for each topic, and in claims/ another for each topic of claims. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compiled } from '../package-root.ts';

const CLAIMS = 'claims';

/** Folders next to the topics that contain no scenarios, or scenarios that are claims. */
const NO_TOPICS = new Set(['support', 'peers', CLAIMS]);

/** The names of the scenarios that come with tidemark, sorted. Claims are not among them. */
export const listNames = (): string[] => [...findBuiltIn().keys()].sort();

/** The names of the claims that come with tidemark, sorted. */
export const listClaims = (): string[] => [...findClaims().keys()].sort();

/** The topics of the claims, sorted. */
export const listClaimTopics = (): string[] => [...new Set(findClaimTopics().values())].sort();

/** The URL of the compiled module of each scenario that comes with tidemark, by name. */
export const findBuiltIn = (): Map<string, string> => findModules(compiled('scenarios'));

/** The URL of the compiled module of each claim that comes with tidemark, by name. */
export const findClaims = (): Map<string, string> => findModules(join(compiled('scenarios'), CLAIMS));

/** The topic of each claim, by its name. */
export const findClaimTopics = (): Map<string, string> =>
  new Map([...findClaims()].map(([id, url]) => [id, topicOf(url)]));

const topicOf = (url: string): string => basename(dirname(fileURLToPath(url)));

/** The topic of a scenario, such as `writable` for one in scenarios/writable/; undefined for a user's own. */
export function findTopic(source: string): string | undefined {
  const isBuiltIn = [findBuiltIn, findClaims].some((find) => [...find().values()].includes(source));
  return isBuiltIn ? topicOf(source) : undefined;
}

function findModules(root: string): Map<string, string> {
  if (!existsSync(root)) return new Map();
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
