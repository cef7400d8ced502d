/** The scenarios that tidemark can run: those that come with it, by name, and a user's own, by path. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { UsageError } from '../errors.ts';
import { BENCH_PREFIX } from '../request.ts';
import { suggestWord } from '../words/suggest-word.ts';
import { type BenchNode, findBenchModule } from './benches/describe-bench-file.ts';
import { findBuiltIn, findClaims, listClaims, listNames } from './built-in.ts';
import { compileScenario } from './compile-scenario.ts';
import { type DescribedScenario, describeScenarios, type ScenarioModule } from './describe-scenarios.ts';
import {
  findMeantFile,
  findOwnFiles,
  isFolder,
  isPath,
  readBenchPath,
  type SkippedFile,
  shortPath,
} from './find-own-files.ts';
import { throwTogether } from './load-failure.ts';
import { matchNames } from './scenario-name.ts';

type OnBroken = (failure: UsageError) => void;

/** Called only where a file of node:bench is selected. Throws a UsageError if no Node here can list its benches. */
export type FindBenchNode = () => Promise<BenchNode>;

/** What one selector selects. */
interface Selection {
  readonly selector: string;
  readonly modules: readonly ScenarioModule[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * Finds, compiles if needed, and reads the requested scenarios: names, globs over names, or files, folders and globs of
 * files. In the order requested, each once. Reports which files of a folder are not scenarios. Throws one
 * UsageError for all selectors that select nothing and all files that cannot be loaded.
 */
export async function loadScenarios(
  selectors: readonly string[],
  say: (note: string) => void = () => {},
  findBenchNode: FindBenchNode = refuseBenches,
): Promise<DescribedScenario[]> {
  const selections: Selection[] = [];
  const broken: UsageError[] = [];
  const onBroken = (failure: UsageError): void => void broken.push(failure);
  for (const selector of selectors) {
    const selection = await collect(() => select(selector, onBroken, findBenchNode), onBroken);
    if (selection !== undefined) selections.push(selection);
  }
  const skipped = new Map(
    selections.flatMap((selection) => selection.skipped.map((file) => [file.path, file] as const)),
  );
  const described = await describeScenarios(mergeModules(selections), {
    onSkipped: (source, why) => {
      const path = fileURLToPath(source);
      skipped.set(path, { path, why });
    },
    onBroken,
  });
  throwTogether(broken);
  for (const selection of selections) refuseWithoutScenario(selection, described, [...skipped.values()]);
  const noted = [...skipped.values()].filter(({ isObvious }) => isObvious !== true);
  if (noted.length > 0) say(`skipped what is not a scenario: ${noted.map(describeSkipped).join(', ')}`);
  return described;
}

/** A file of the user, and what its selector begins with. */
interface OwnFile {
  readonly path: string;
  /** `bench:` for a file of node:bench. */
  readonly prefix: string;
}

/** The user's own files among the selected: named ones, and those in folders and of globs that are scenarios. */
export async function findScenarioFiles(selectors: readonly string[]): Promise<OwnFile[]> {
  const files = new Map<string, OwnFile>();
  for (const selector of selectors) {
    const own = findOwnFiles(selector);
    const paths = own.areCandidates
      ? (await loadScenarios([selector])).map(({ source }) => fileURLToPath(source))
      : own.paths;
    const prefix = readBenchPath(selector) === undefined ? '' : BENCH_PREFIX;
    for (const path of paths) files.set(prefix + path, { path, prefix });
  }
  return [...files.values()];
}

/** Whether it selects the user's own files, and not scenarios that come with tidemark. */
export const selectsFiles = (selector: string): boolean =>
  isPath(selector) || (isFolder(selector) && matchBuiltIn(selector).length === 0);

/** Selects a claim even if a scenario has the same name. */
export const CLAIM_PREFIX = 'claim:';

/** The modules that a selector means. Claims are meant by their prefix, or if it matches no other scenario. */
function matchBuiltIn(selector: string): string[] {
  const find = (pattern: string, modules: ReadonlyMap<string, string>): string[] =>
    matchNames(pattern, [...modules.keys()].sort()).map((name) => modules.get(name) ?? '');
  const isClaim = selector.startsWith(CLAIM_PREFIX);
  const matches = isClaim ? [] : find(selector, findBuiltIn());
  return matches.length > 0
    ? matches
    : find(isClaim ? selector.slice(CLAIM_PREFIX.length) : selector, findClaims());
}

/** What `act` returns; undefined if it throws a UsageError, which is collected. */
async function collect<T>(act: () => Promise<T>, onBroken: OnBroken): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    onBroken(error);
    return undefined;
  }
}

async function select(
  selector: string,
  onBroken: OnBroken,
  findBenchNode: FindBenchNode,
): Promise<Selection> {
  if (readBenchPath(selector) !== undefined) return selectBenches(selector, findBenchNode);
  if (selectsFiles(selector)) return selectOwn(selector, onBroken);
  const urls = matchBuiltIn(selector);
  if (urls.length === 0) throw unknownScenario(selector, [...listNames(), ...listClaims()]);
  return { selector, modules: urls.map((url) => ({ source: url, url })), skipped: [] };
}

async function selectBenches(selector: string, findBenchNode: FindBenchNode): Promise<Selection> {
  const { paths } = findOwnFiles(selector);
  const benchNode = await findBenchNode();
  return { selector, modules: paths.map((path) => ({ ...findBenchModule(path), benchNode })), skipped: [] };
}

async function refuseBenches(): Promise<never> {
  throw new UsageError('this command does not know the benches of a file of node:bench', {
    hint: 'measure them: tidemark run --from-bench FILE',
  });
}

async function selectOwn(selector: string, onBroken: OnBroken): Promise<Selection> {
  const { paths, areCandidates, skipped } = findOwnFiles(selector);
  const modules: ScenarioModule[] = [];
  for (const path of paths) {
    const url = await collect(() => compileScenario(path), onBroken);
    if (url !== undefined)
      modules.push({ source: pathToFileURL(path).href, url, isCandidate: areCandidates });
  }
  return { selector, modules, skipped };
}

/** Each file once. A file that is also named on its own is not a candidate. */
function mergeModules(selections: readonly Selection[]): ScenarioModule[] {
  const bySource = new Map<string, ScenarioModule>();
  for (const { modules } of selections) {
    for (const module of modules) {
      if (bySource.get(module.source)?.isCandidate !== false) bySource.set(module.source, module);
    }
  }
  return [...bySource.values()];
}

function refuseWithoutScenario(
  { selector, modules, skipped }: Selection,
  described: readonly DescribedScenario[],
  allSkipped: readonly SkippedFile[],
): void {
  if (modules.some(({ source }) => described.some((scenario) => scenario.source === source))) return;
  const sources = new Set(modules.map(({ source }) => fileURLToPath(source)));
  const files = [...skipped, ...allSkipped.filter(({ path }) => sources.has(path))];
  const lines = files.map((file) => `\n  ${describeSkipped(file)}`);
  throw new UsageError(`there is no scenario in ${selector}${lines.length > 0 ? ':' : ''}${lines.join('')}`, {
    hint: 'a scenario file has `export default { run() { … } }`; `tidemark init` writes one',
  });
}

const describeSkipped = ({ path, why }: SkippedFile): string => `${shortPath(path)} (${why})`;

function unknownScenario(selector: string, names: readonly string[]): UsageError {
  const file = findMeantFile(selector);
  const suggestion = file === undefined ? suggestWord(selector, names) : `did you mean ${file}?`;
  return new UsageError(`there is no scenario ${selector}`, {
    hint: suggestion ?? '`tidemark list` shows all of them',
  });
}
