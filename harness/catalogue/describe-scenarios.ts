/** Reads what scenario modules declare. */
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors.ts';
import { type BenchNode, describeBenchFile } from './benches/describe-bench-file.ts';
import { checkDeclaration, type DeclaredScenario } from './check-declaration.ts';
import { ImportProcess } from './import-process.ts';
import { type LoadedModule, throwTogether } from './load-failure.ts';
import { restoreModule } from './module-file.ts';
import { hashProgram } from './program-hash.ts';

/** A module that takes longer to import does more than declare a scenario. */
const IMPORT_LIMIT_MS = 10 * 1000;

/** What a scenario declares, with defaults for everything else, and where its module is. */
export interface DescribedScenario extends DeclaredScenario {
  /** URL of the plain JavaScript module that a child loads. */
  readonly url: string;
  /** URL of the source file. */
  readonly source: string;
  /** Identifies the program, whatever its file is called: another after each change of it. */
  readonly programHash: string;
}

export interface ScenarioModule extends LoadedModule {
  /** It was found in a folder, not named: it may be something else, such as a module that scenarios share. */
  readonly isCandidate?: boolean;
  /** The Node that lists the benches, if the source is a file of node:bench. */
  readonly benchNode?: BenchNode;
}

export interface DescribeOptions {
  readonly importLimitMs?: number;
  /** A candidate that is not a scenario, and why. */
  readonly onSkipped?: (source: string, why: string) => void;
  /** A module that cannot be imported, or declares no valid scenario. */
  readonly onBroken?: (failure: UsageError) => void;
}

/** The parameters whose declared values are all measured, to compare them in one table. */
export function axesOf(comparisonTable: DescribedScenario['comparisonTable']): string[] {
  const { rows, columns, blocks } = comparisonTable ?? {};
  return [rows, columns, blocks].filter((axis) => axis !== undefined);
}

/**
 * Imports the modules in a separate process and checks what they declare. A broken module does not hide those after it:
 * they are thrown together, in a UsageError that names each file, unless `onBroken` receives them one by one.
 */
export async function describeScenarios(
  modules: readonly ScenarioModule[],
  { importLimitMs = IMPORT_LIMIT_MS, onSkipped = () => {}, onBroken }: DescribeOptions = {},
): Promise<DescribedScenario[]> {
  const described: DescribedScenario[] = [];
  const broken: UsageError[] = [];
  let importer = new ImportProcess(importLimitMs);
  try {
    for (const { isCandidate = false, ...module } of modules) {
      try {
        restoreModule(module.url);
        const { benchNode } = module;
        const declared = await (benchNode === undefined
          ? importer.import(module)
          : describeBenchFile(module, benchNode, importLimitMs));
        // A module can change itself, or another, when it is imported.
        restoreModule(module.url);
        const whyNot = isCandidate ? findWhyNotScenario(declared) : undefined;
        if (whyNot === undefined) described.push(await complete(module, declared));
        else onSkipped(module.source, whyNot);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        broken.push(error);
        // What it left running must not disturb the next.
        importer.end();
        importer = new ImportProcess(importLimitMs);
      }
    }
  } finally {
    importer.end();
  }
  if (onBroken === undefined) throwTogether(broken);
  else broken.forEach(onBroken);
  return described;
}

function findWhyNotScenario(declared: unknown): string | undefined {
  if (declared === undefined) return 'it has no default export';
  const hasRun = typeof declared === 'object' && declared !== null && 'run' in declared;
  return hasRun ? undefined : 'its default export has no run()';
}

async function complete(
  { url, source, benchNode }: ScenarioModule,
  declared: unknown,
): Promise<DescribedScenario> {
  const checked = checkDeclaration(fileURLToPath(source), declared);
  const programHash = await hashProgram(benchNode === undefined ? url : source);
  return { ...checked, url, source, programHash };
}
