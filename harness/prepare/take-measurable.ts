/** Which cases other runtimes than Node can be held to: a figure that they do not have shows nothing. */
import { UsageError } from '../errors.ts';
import { DEFAULT_GROWTH_METRIC } from '../growth.ts';
import type { Subject } from '../plan/plan-runs.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import { canGrowElsewhere, isMeasuredElsewhere } from '../runtimes/runtime.ts';

/** What is requested of them. */
interface Requested {
  /** Every scenario: those that cannot be judged are skipped. Of scenarios that were selected, none is. */
  readonly all: boolean;
  readonly growth?: boolean;
}

/** Throws a UsageError if something is expected or limited that a runtime does not measure. */
export function takeMeasurable(
  subjects: readonly Subject[],
  requested: Requested,
  { say, width }: Pick<Terminal, 'say' | 'width'>,
): readonly Subject[] {
  const isMeasurable = (subject: Subject): boolean => listUnmeasured(subject, requested).length === 0;
  const others = subjects.filter((subject) => !isMeasurable(subject));
  if (others.length === 0) return subjects;
  const lines = new Set(
    others.map((subject) => {
      const what = listUnmeasured(subject, requested).join(', ');
      return `${quoteLine(subject.case.scenario.name)}: ${what} (${subject.node})`;
    }),
  );
  if (!requested.all || others.length === subjects.length) {
    throw new UsageError(
      `--runtime: these expectations and limits are judged by figures that only Node has: ${[...lines].join('; ')}`,
      {
        hint: 'leave these scenarios and limits out, or measure them with Node; --no-growth leaves out growth',
      },
    );
  }
  for (const line of lines)
    say(wrapText(`! skipped, judged by figures that only Node has: ${line}`, width, '  '));
  return subjects.filter(isMeasurable);
}

function listUnmeasured({ runtime, case: { scenario } }: Subject, { growth = true }: Requested): string[] {
  if (runtime === undefined) return [];
  const { expect = {}, limits = {}, claim } = scenario;
  const { metric = DEFAULT_GROWTH_METRIC } = expect;
  const judgesGrowth = growth && (expect.growth !== undefined || limits.growth !== undefined);
  return [
    ...(claim === undefined ? [] : ['it is a claim about Node']),
    ...(expect.outcome === 'out-of-memory' ? ['it ends as out-of-memory'] : []),
    ...(judgesGrowth && !canGrowElsewhere(metric) ? [`growth of ${metric}`] : []),
    ...Object.keys(limits)
      .filter((name) => name !== 'growth' && !isMeasuredElsewhere(name))
      .map((name) => `limit ${name}`),
  ];
}
