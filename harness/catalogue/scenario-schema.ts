/** What a scenario file may declare. Each message continues a line that begins with the path of the value. */
import { z } from 'zod';
import { GROWTH_METRICS, LIMIT_METRICS } from '../growth.ts';
import type { GrowthMetric } from '../scenario.ts';
import { describeGiven, isNotOneOf } from './wrong-value.ts';

const MAX_NAME_LENGTH = 100;
const METRIC_CHOICES = [...GROWTH_METRICS, 'recorded.NAME'];
const LIMIT_CHOICES = ['growth', ...LIMIT_METRICS, 'recorded.NAME'];

interface Wrong {
  readonly input?: unknown;
}
const mustBe =
  (what: string) =>
  ({ input }: Wrong): string =>
    input === undefined ? `is missing; it must be ${what}` : `must be ${what}, not ${describeGiven(input)}`;

const isRecorded = (name: string): boolean => /^recorded\../.test(name);

const text = z.string({ error: mustBe('a string') });
const nonEmpty = text.min(1, 'must not be empty');
const aFunction = z.literal('function', { error: mustBe('a function') });
const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, { error: ({ input }) => isNotOneOf(input, words) });
const growthMetric = z.custom<GrowthMetric>(
  (name) => typeof name === 'string' && (METRIC_CHOICES.includes(name) || isRecorded(name)),
  { error: ({ input }) => isNotOneOf(input, METRIC_CHOICES) },
);

const positiveWhole = z
  .number({ error: mustBe('a positive whole number') })
  .refine((value) => Number.isSafeInteger(value) && value > 0, { error: mustBe('a positive whole number') });
const valuesOf = <Value extends z.ZodType>(value: Value) =>
  z.array(value, { error: mustBe('a list of values') }).min(1, 'must have at least one value, the default');
const parameter = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('bytes'), values: valuesOf(positiveWhole) }),
    z.object({ kind: z.literal('count'), values: valuesOf(positiveWhole) }),
    z.object({ kind: z.literal('choice'), values: valuesOf(nonEmpty) }),
    z.object({
      kind: z.literal('volume'),
      values: z.tuple([positiveWhole], { error: mustBe('one size in bytes') }),
    }),
  ],
  { error: ({ input }) => describeWrongParameter(input) },
);
const parameters = z
  .record(z.string(), parameter, { error: mustBe('an object of parameters') })
  .superRefine((all, { addIssue }) => {
    for (const name of Object.keys(all)) {
      if (/^[a-z][A-Za-z0-9]*$/.test(name)) continue;
      addIssue({ code: 'custom', path: [name], message: 'a parameter name is camelCase, such as chunkSize' });
    }
    const volumes = Object.keys(all).filter((name) => all[name]?.kind === 'volume');
    if (volumes.length > 1)
      addIssue({ code: 'custom', message: `must have at most one volume, not ${volumes.join(' and ')}` });
  });

function describeWrongParameter(input: unknown): string {
  const kind = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : undefined;
  if (kind !== undefined) return `kind ${isNotOneOf(kind, ['bytes', 'count', 'choice', 'volume'])}`;
  return `must be made by bytes([…]), count([…]), choice([…]) or volume(…), not ${describeGiven(input)}`;
}

const comparisonTable = z.strictObject(
  {
    metric: growthMetric,
    rows: text,
    reference: text.exactOptional(),
    columns: text.exactOptional(),
    blocks: text.exactOptional(),
    cellMetrics: z.array(growthMetric, { error: mustBe('a list of metrics') }).exactOptional(),
    rowMetrics: z.array(growthMetric, { error: mustBe('a list of metrics') }).exactOptional(),
    remarks: z
      .array(z.strictObject({ metric: growthMetric, above: text.exactOptional(), text }), {
        error: mustBe('a list of remarks'),
      })
      .exactOptional(),
  },
  { error: mustBe('an object') },
);

const limits = z
  .record(z.string(), z.unknown(), { error: mustBe('an object of limits') })
  .superRefine((all, { addIssue }) => {
    for (const [name, limit] of Object.entries(all)) {
      const message = describeWrongLimit(name, limit);
      if (message !== undefined) addIssue({ code: 'custom', path: [name], message });
    }
  })
  .transform((all) => all as Partial<Record<LimitName, number | 'bounded'>>);
type LimitName = GrowthMetric | 'growth' | 'writesAfterFalse' | 'pushesAfterFalse' | 'durationMs' | 'cpuMs';

function describeWrongLimit(name: string, limit: unknown): string | undefined {
  if (!LIMIT_CHOICES.includes(name) && !isRecorded(name)) return isNotOneOf(name, LIMIT_CHOICES);
  if (name === 'growth') return limit === 'bounded' ? undefined : mustBe("'bounded'")({ input: limit });
  const isAmount = typeof limit === 'number' && limit >= 0;
  return isAmount ? undefined : mustBe('a number that is not negative')({ input: limit });
}

const expectation = z
  .strictObject(
    {
      growth: oneOf(['bounded', 'linear']).optional(),
      metric: growthMetric.optional(),
      outcome: oneOf(['crashed', 'timed-out', 'out-of-memory', 'over-limit']).optional(),
      checks: aFunction.optional(),
    },
    { error: mustBe('an object') },
  )
  .refine(({ growth, outcome }) => growth === undefined || outcome === undefined, {
    path: ['growth'],
    error: 'cannot be judged of runs that do not complete: omit growth or outcome',
  });

const claim = z.strictObject(
  {
    statement: nonEmpty,
    source: z.array(nonEmpty, { error: mustBe('a list of sources') }),
    measured: z.array(nonEmpty, { error: mustBe('a list of names') }).optional(),
    isTiming: z.boolean({ error: mustBe('true or false') }).exactOptional(),
    rule: aFunction,
  },
  { error: mustBe('an object') },
);

const needs = z.strictObject(
  {
    node: z
      .array(
        z.string({ error: mustBe('a version') }).regex(/^\d{1,6}\.\d{1,6}$/, {
          error: mustBe("a version, such as '24.20'"),
        }),
        { error: mustBe("a list of versions, such as ['24.20', '26.6']") },
      )
      .min(1, "must have at least one version, such as '24.20'")
      .exactOptional(),
    nodeFlags: z
      .array(
        z
          .string({ error: mustBe('a flag') })
          .regex(/^--[a-z]\S*$/, { error: mustBe('a flag, such as --expose-internals') }),
        {
          error: mustBe('a list of flags'),
        },
      )
      .exactOptional(),
  },
  { error: mustBe('an object') },
);

const declaration = z.strictObject(
  {
    name: nonEmpty
      .max(MAX_NAME_LENGTH, `must have at most ${MAX_NAME_LENGTH} characters`)
      .refine((name) => !/\p{Cc}/u.test(name), 'must not contain control characters')
      .optional(),
    title: nonEmpty.optional(),
    about: z.strictObject({ what: text, why: text, expect: text }, { error: mustBe('an object') }).optional(),
    tags: z
      .array(
        z
          .string({ error: mustBe('a word') })
          .regex(/^\S+$/, { error: mustBe("one word, such as 'writable' or 'slow-client'") }),
        { error: mustBe("a list of words, such as ['writable', 'http']") },
      )
      .optional(),
    pairedWith: text.optional(),
    needs: needs.exactOptional(),
    parameters: parameters.optional(),
    comparisonTable: comparisonTable.optional(),
    expect: expectation.optional(),
    limits: limits.optional(),
    claim: claim.optional(),
    setup: aFunction.optional(),
    run: aFunction,
    teardown: aFunction.optional(),
  },
  { error: mustBe('an object') },
);

export type Declaration = z.infer<typeof declaration>;
export type Fault = z.core.$ZodIssue;

/** Functions arrive as the word 'function'. */
export const declarationSchema = declaration.superRefine(
  ({ comparisonTable: table, parameters: known = {} }, { addIssue }) => {
    for (const axis of ['rows', 'columns', 'blocks'] as const) {
      const name = table?.[axis];
      if (name === undefined || Object.hasOwn(known, name)) continue;
      addIssue({
        code: 'custom',
        path: ['comparisonTable', axis],
        message: `${describeGiven(name)} is not a parameter; ${describeParameters(Object.keys(known))}`,
      });
    }
  },
);

const describeParameters = (names: readonly string[]): string =>
  names.length === 0 ? 'the scenario has none' : `the parameters are ${names.join(', ')}`;

/** The keys of each object with fixed keys, by the path of the object. */
export const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(declaration.shape),
  about: ['what', 'why', 'expect'],
  expect: ['growth', 'metric', 'outcome', 'checks'],
  comparisonTable: Object.keys(comparisonTable.shape),
  claim: Object.keys(claim.shape),
  needs: Object.keys(needs.shape),
};
