import { dirname } from 'node:path';
import type { DescribedScenario } from '../catalogue/describe-scenarios.ts';
import {
  type FindBenchNode,
  findScenarioFiles,
  loadScenarios,
  selectsFiles,
} from '../catalogue/load-scenarios.ts';
import { UsageError } from '../errors.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import type { Sides } from '../sides.ts';
import {
  type Checkout,
  checkOutRevision,
  findRepository,
  sameFileIn,
} from '../toolchain/git/git-revision.ts';

interface Loaded {
  readonly scenarios: readonly DescribedScenario[];
  /** The commit of a revision that was checked out. */
  readonly commit: string | undefined;
}

interface RevisionOptions {
  readonly scenarios: readonly string[];
  /** Whether the install scripts of dependencies do not run. */
  readonly ignoresScripts: boolean;
}

/** The scenarios of the working tree, and of checked-out revisions of their project until `remove` is called. */
export class Revisions {
  readonly #selectors: readonly string[];
  readonly #ignoresScripts: boolean;
  readonly #terminal: Pick<Terminal, 'say'>;
  readonly #signal: AbortSignal;
  readonly #checkouts: Checkout[] = [];

  constructor(
    { scenarios, ignoresScripts }: RevisionOptions,
    terminal: Pick<Terminal, 'say'>,
    signal: AbortSignal,
  ) {
    this.#selectors = scenarios;
    this.#ignoresScripts = ignoresScripts;
    this.#terminal = terminal;
    this.#signal = signal;
  }

  /** The scenarios of one side; those of the working tree if no revision is given for it. */
  async load(
    given: Sides<string | undefined> | undefined,
    side: keyof Sides<unknown>,
    findBenchNode: FindBenchNode,
  ): Promise<Loaded> {
    if (given !== undefined) this.#requireFiles();
    const revision = given?.[side];
    if (revision === undefined) {
      const scenarios = await loadScenarios(this.#selectors, this.#terminal.say, findBenchNode);
      return { scenarios, commit: undefined };
    }
    const byFolder = new Map<string, Checkout>();
    const selectors: string[] = [];
    for (const { path, prefix } of await findScenarioFiles(this.#selectors)) {
      const folder = dirname(path);
      const checkout = byFolder.get(folder) ?? (await this.#checkOut(folder, revision));
      byFolder.set(folder, checkout);
      selectors.push(prefix + sameFileIn(await findRepository(folder, this.#signal), checkout, path));
    }
    const [first] = byFolder.values();
    return { scenarios: await loadScenarios(selectors, undefined, findBenchNode), commit: first?.commit };
  }

  async remove(): Promise<void> {
    for (const checkout of this.#checkouts.splice(0)) await checkout.remove();
  }

  async #checkOut(folder: string, revision: string): Promise<Checkout> {
    const { say } = this.#terminal;
    const checkout = await checkOutRevision({
      ...{ repository: folder, revision, ignoresScripts: this.#ignoresScripts },
      ...{ say, signal: this.#signal },
    });
    this.#checkouts.push(checkout);
    return checkout;
  }

  #requireFiles(): void {
    const named = this.#selectors.find((selector) => !selectsFiles(selector));
    if (named === undefined) return;
    throw new UsageError(`${named} comes with tidemark, so no revision of your project contains it`, {
      hint: 'give the path of a scenario file in your project, such as --scenario ./bench/upload.ts',
    });
  }
}
