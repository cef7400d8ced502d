import { parseArgs } from 'node:util';
import { UsageError } from '../errors.ts';

export interface SelfOptions {
  readonly isHelp: boolean;
  readonly isJson: boolean;
  readonly isQuick: boolean;
  /** Names of sections, in their own order; all of them if none was requested. */
  readonly names: readonly string[];
  readonly seed: number;
}

/** Resolves the arguments. Throws a UsageError for a mistake. */
export function parseSelfArguments(
  argv: readonly string[],
  known: readonly string[],
  randomSeed: number,
): SelfOptions {
  const { help, json, quick, only, seed } = parseWords(argv);
  const requested = only.flatMap((word) => word.split(',')).filter((name) => name !== '');
  const unknown = requested.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`there is no section ${unknown}`, { hint: `available: ${known.join(', ')}` });
  return {
    isHelp: help,
    isJson: json,
    isQuick: quick,
    names: requested.length === 0 ? known : known.filter((name) => requested.includes(name)),
    seed: seed === undefined ? randomSeed : parseSeed(seed),
  };
}

function parseWords(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        seed: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), {
      hint: '--help shows every option',
      cause: error,
    });
  }
}

function parseSeed(word: string): number {
  const seed = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  if (!(seed < 2 ** 32))
    throw new UsageError(`--seed ${word} is not a whole number below 2³²`, { hint: 'write --seed 1' });
  return seed;
}
