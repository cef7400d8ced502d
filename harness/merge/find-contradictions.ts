/** What a report says of itself that cannot be: it was edited, cut or joined by hand. Each in a sentence. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { doubtCheck } from '../judge/explain-unmeasured.ts';
import { judgeChecks } from '../judge/judge-checks.ts';
import { nameUnit, unitKey } from '../plan/unit-key.ts';
import type { CaseResult, ParameterValues, RunResult } from '../result.ts';
import { nameNode } from '../runtimes/runtime.ts';
import type { Sides } from '../sides.ts';
import { namePart } from './find-faults.ts';
import type { Part, ReadReport } from './parts.ts';

export function findContradictions(part: Part): string[] {
  const found = [
    ...findInInvocation(part),
    ...findInNumbers(part),
    ...part.results.flatMap((result) => findInCase(result, part)),
  ];
  return found.map((fault) => `${namePart(part)} contradicts itself: ${fault}`);
}

function findInInvocation({ invocation, cases, request, side }: Part): string[] {
  const { startedAt, finishedAt } = invocation;
  const keys = new Set<string>();
  const twice = cases.filter(([key]) => keys.size === keys.add(key).size);
  return [
    ...(Date.parse(finishedAt) < Date.parse(startedAt)
      ? [`it was finished at ${finishedAt}, before it was started, at ${startedAt}`]
      : []),
    ...(request.command === 'ab' && side === undefined
      ? ['it is of an A/B comparison, and of neither side']
      : []),
    ...twice.map(([key]) => `its plan has ${nameUnit(key)} twice`),
  ];
}

/** The runs of an invocation are numbered in the order in which they were made, whichever of its reports they are in. */
function findInNumbers({ invocation, results, request }: Part): string[] {
  const numbers = results.flatMap(({ runs }) => runs.map(({ index }) => index));
  const known = new Set(numbers);
  if (known.size < numbers.length) return ['two of its runs have the same number'];
  // Others have runs in both sides as well.
  const hasOneReport = request.command === 'run';
  const isCut = invocation.complete && hasOneReport && numbers.some((index) => index >= known.size);
  return isCut ? ['it is complete, and some of the numbers of its runs are missing'] : [];
}

function findInCase(result: CaseResult, { invocation }: Part): string[] {
  const isMeasured = invocation.environment.nodes.some(({ node }) => node === result.node);
  const warnings = new Set(result.warnings.map(({ code }) => code));
  const faults = [
    ...(isMeasured
      ? []
      : [`it was not measured by ${nameNode(result.node)}, which its environment does not have`]),
    ...(result.runs.every((run) => isOfCase(run, result))
      ? []
      : ['one of its runs has other parameters than the case']),
    ...judgeChecks(result.runs).flatMap((check) =>
      result.expectations.some((expectation) => isDeepStrictEqual(expectation, doubtCheck(check, warnings)))
        ? []
        : [
            `its runs say that '${check.text}' has ${check.passed ? 'passed' : 'failed'}, its expectations do not`,
          ],
    ),
  ];
  return faults.map((fault) => `${nameUnit(unitKey(result))}: ${fault}`);
}

/** Growth runs have other volumes than the case. */
function isOfCase(
  { kind, parameters }: RunResult,
  { parameters: ofCase, parameterKinds }: CaseResult,
): boolean {
  if (kind !== 'growth') return isDeepStrictEqual(parameters, ofCase);
  const without = (values: ParameterValues): ParameterValues =>
    Object.fromEntries(Object.entries(values).filter(([name]) => parameterKinds[name] !== 'volume'));
  return isDeepStrictEqual(without(parameters), without(ofCase));
}

/** Runs that both sides of an A/B comparison have: one side was made of the other. */
export function findCopies({ a, b }: Sides<readonly Part[]>): string[] {
  const ofA = new Map(a.map((part) => [part.invocation.id, part]));
  return b.flatMap((part) => {
    const other = ofA.get(part.invocation.id);
    if (other === undefined) return [];
    const numbers = new Set(other.results.flatMap(({ runs }) => runs.map(({ index }) => index)));
    const isCopied = part.results.some(({ runs }) => runs.some(({ index }) => numbers.has(index)));
    return isCopied
      ? [`${namePart(part)} has runs that ${namePart(other)}, its other side, has: one was copied`]
      : [];
  });
}

/** Results of a merged report that no invocation of it has measured: they would be lost. */
export function findStrays({ report: { merged, results }, from }: ReadReport): string[] {
  if (merged === undefined) return [];
  const ids = new Set<unknown>(merged.invocations.map(({ id }) => id));
  const strays = results.filter(({ invocation }) => !ids.has(invocation));
  return strays.map(
    (result) => `${from} contradicts itself: no invocation of it has measured ${nameUnit(unitKey(result))}`,
  );
}
