/** What is said of claims, in the words of every format. Text that is not escaped yet. */
import type { ClaimAnswer } from '../../../claims/claim.ts';
import {
  type ClaimsReport,
  countVerdicts,
  listChanged,
  type MeasuredClaim,
} from '../../../claims/claims-report.ts';

/** Versions of Node with one answer. */
export interface AnswerGroup {
  readonly nodes: readonly string[];
  readonly answer: ClaimAnswer;
}

/**
 * In the order of the Nodes; those without an answer are left out. If all have the same verdict, the readings of the
 * first of them stand for all: a time or an amount of memory is never the same twice.
 */
export function groupAnswers({ answers }: MeasuredClaim, nodes: readonly string[]): AnswerGroup[] {
  const isSame = new Set(Object.values(answers).map(({ verdict }) => verdict)).size === 1;
  const groups = new Map<string, AnswerGroup>();
  for (const node of nodes) {
    const answer = answers[node];
    if (answer === undefined) continue;
    const key = isSame ? answer.verdict : JSON.stringify([answer.verdict, answer.condition, answer.reading]);
    const group = groups.get(key);
    groups.set(key, {
      nodes: [...(group?.nodes ?? []), node],
      answer: group?.answer ?? answer,
    });
  }
  return [...groups.values()];
}

/** The versions of Node with each verdict. */
export function groupVerdicts(
  { answers }: MeasuredClaim,
  nodes: readonly string[],
): (readonly [verdict: string, nodes: readonly string[]])[] {
  const verdicts = new Set(nodes.flatMap((node) => answers[node]?.verdict ?? []));
  return [...verdicts].map(
    (verdict) => [verdict, nodes.filter((node) => answers[node]?.verdict === verdict)] as const,
  );
}

/** The condition of a claim that is partly true, or why it has no verdict. */
export const explainAnswer = ({ condition, why }: ClaimAnswer): string | undefined => condition ?? why;

/** `partly; for small Buffers; twice as fast`: the verdict, why or when, and what was measured. */
export const describeAnswer = (answer: ClaimAnswer): string =>
  [answer.verdict, explainAnswer(answer), answer.reading].filter((part) => part !== undefined).join('; ');

/** `120 claims: 80 true, 12 partly, 28 false` */
export function describeTotal(claims: readonly MeasuredClaim[], node: string): string {
  const counts = Object.entries(countVerdicts(claims, node));
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const parts = counts.map(([verdict, count]) => `${count} ${verdict}`);
  return parts.length === 0 ? countClaims(total) : `${countClaims(total)}: ${parts.join(', ')}`;
}

/** A line for each Node, how many claims differ between them, how many were not reached, and how many cannot be tested. */
export function listTotals({ claims, nodes, notTested, notReached = [] }: ClaimsReport): string[] {
  const selected = new Set([...claims.map(({ id }) => id), ...notReached]).size;
  const changed = listChanged(claims).length;
  const untested = notTested.length;
  return [
    ...nodes.map((node) => `Node ${node}: ${describeTotal(claims, node)}`),
    ...(nodes.length > 1
      ? [`${changed === 1 ? '1 claim differs' : `${countClaims(changed)} differ`} between them`]
      : []),
    ...(notReached.length > 0
      ? [
          `interrupted: ${notReached.length} of ${countClaims(selected)} ${notReached.length === 1 ? 'was' : 'were'} not measured${nodes.length > 1 ? ' on every Node' : ''}`,
        ]
      : []),
    ...(untested > 0
      ? [
          `${claims.length > 0 ? `${untested} more` : untested} ${untested === 1 ? 'claim' : 'claims'} ${untested === 1 ? 'is' : 'are'} not tested: no experiment can decide ${untested === 1 ? 'it' : 'them'}`,
        ]
      : []),
  ];
}

const countClaims = (count: number): string => (count === 1 ? '1 claim' : `${count} claims`);

/** Shown of a claim whose verdict depends on the time that something takes. */
export const TIMING = 'about time: a busy machine may change the verdict';

/** Of folders of scenarios/claims/ whose names are not words as they are written. */
const TOPICS: Readonly<Record<string, string>> = {
  http: 'HTTP',
  'high-water-mark': 'highWaterMark',
  'new-in-node': 'New in Node',
  v8: 'V8',
};

/** `stream-classes` is a folder, and `Stream classes` a heading. */
export const titleOfTopic = (topic: string): string =>
  Object.hasOwn(TOPICS, topic)
    ? (TOPICS[topic] ?? topic)
    : topic.replace(/^./, (letter) => letter.toUpperCase()).replaceAll('-', ' ');
