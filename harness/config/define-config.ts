/** The contract of a configuration file: what it sets. It loads nothing at run time. */
import type { CommandDefaults, OptionDefaults } from './option-defaults.ts';

/**
 * What `tidemark.config.ts` (`.js`, `.mjs`, `.cjs`, `.json`) exports: defaults for the options of all commands. A flag
 * comes first, then the environment (`TIDEMARK_TIMEOUT`), then this file. Paths are relative to the file.
 */
export interface Config extends OptionDefaults {
  /**
   * Defaults for one command, which come before those for all.
   * @example
   * commands: { check: { strict: true } }
   */
  readonly commands?: CommandDefaults;
}

/**
 * Gives a configuration its types, and returns it unchanged.
 * @example
 * export default defineConfig({
 *   scenarios: ['bench'],
 *   limits: { growth: 'bounded', peakBufferedBytes: 1 * MiB },
 *   baseline: 'main',
 *   commands: { run: { runs: 5 } },
 * });
 */
export const defineConfig = (config: Config): Config => config;
