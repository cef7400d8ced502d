/** Asks the matchers about scenarios whose answers are known, again and again, and counts the wrong ones. */
import { expect } from '../../harness/matchers/assert.ts';
import type { TidemarkMatchers } from '../../harness/matchers/matcher-types.ts';
import { median } from '../../harness/stats/quantile.ts';

type Ask = (matchers: TidemarkMatchers) => Promise<void>;

interface Trial {
  readonly name: string;
  readonly scenario: string;
  readonly holds: boolean;
  readonly ask: Ask;
}

const bounded: Ask = (it) => it.toStayBounded();
const atMost: Ask = (it) => it.toBufferAtMost('128 KiB');
const respect: Ask = (it) => it.toRespectBackpressure();
const retain: Ask = (it) => it.toRetainNothing();

/** Wrong and right halves of the catalogue: in memory, of files, sockets and Web Streams, and outside of any stream. */
const TRIALS: readonly Trial[] = [
  ...listTrials('toStayBounded', bounded, {
    right: ['await-drain', 'push-await-read', 'copy-pipeline', 'tcp-await-drain', 'for-await'],
    wrong: ['ignore-drain', 'push-ignore-false', 'copy-for-await', 'tcp-ignore-drain', 'async-data-handler'],
  }),
  ...listTrials('toBufferAtMost', atMost, {
    right: ['await-drain', 'push-await-read', 'tcp-await-drain', 'fetch-upload-pull'],
    wrong: ['ignore-drain', 'push-ignore-false', 'tcp-ignore-drain', 'fetch-upload-enqueue'],
  }),
  ...listTrials('toRespectBackpressure', respect, {
    right: ['await-drain', 'push-await-read', 'http-echo-pipe', 'tcp-await-drain'],
    wrong: ['ignore-drain', 'push-ignore-false', 'http-ignore-drain', 'tcp-ignore-drain'],
  }),
  ...listTrials('toRetainNothing', retain, {
    right: ['await-drain', 'abort-listener-removed', 'remove-listener'],
    wrong: ['abort-listener-left', 'buffer-leak-in-closure'],
  }),
];

function listTrials(
  name: string,
  ask: Ask,
  { right, wrong }: { readonly right: readonly string[]; readonly wrong: readonly string[] },
): Trial[] {
  const make = (holds: boolean) => (scenario: string) => ({ name, scenario, holds, ask });
  return [...right.map(make(true)), ...wrong.map(make(false))];
}

/** What an answer was, in a word; a scenario that could not be measured is a wrong answer as well. */
async function findAnswer({
  scenario,
  ask,
}: Trial): Promise<{ readonly holds?: boolean; readonly why: string }> {
  try {
    await ask(expect(scenario));
    return { holds: true, why: 'it holds' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return error instanceof Error && error.name === 'AssertionError' ? { holds: false, why } : { why };
  }
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const wanted = Number(process.argv[2] ?? TRIALS.length);
const times = new Map<string, number[]>();
let wrong = 0;
for (let asked = 0; asked < wanted; asked += 1) {
  const trial = TRIALS[asked % TRIALS.length] as Trial;
  const startedAt = performance.now();
  const { holds, why } = await findAnswer(trial);
  times.set(trial.name, [...(times.get(trial.name) ?? []), performance.now() - startedAt]);
  if (holds === trial.holds) continue;
  wrong += 1;
  print(`wrong: expect('${trial.scenario}').${trial.name}(): ${why}\n`);
}
for (const [name, all] of times) {
  const longest = Math.max(...all);
  print(
    `${name}: ${all.length} times, median ${Math.round(median(all))} ms, longest ${Math.round(longest)} ms`,
  );
}
print(`${wrong} of ${wanted} answers are wrong`);
process.exitCode = wrong === 0 ? 0 : 1;
