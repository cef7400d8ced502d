/** What `claims` comes to: each claim with its answer on every Node. Pure. */
import type { CaseResult } from '../result.ts';
import type { ClaimAnswer, ClaimAnswerVerdict } from './claim.ts';

export const CLAIMS_SCHEMA_VERSION = 1;

/** A claim, with what was measured of it. */
export interface MeasuredClaim {
  readonly id: string;
  /** The folder of scenarios/claims/ that it is in. */
  readonly topic: string;
  readonly statement: string;
  /** Keys of `sources`, or any text. */
  readonly source: readonly string[];
  /** A busy machine may change the verdict. */
  readonly isTiming?: true;
  /** By version of Node. One that was not reached before an interruption is absent. */
  readonly answers: Readonly<Record<string, ClaimAnswer>>;
}

/** A claim that no experiment can decide. */
export interface UntestedClaim {
  readonly id: string;
  readonly statement: string;
  readonly source: readonly string[];
  readonly reason: string;
}

/** Where claims were found. */
export interface ClaimSource {
  readonly title: string;
  /** Absent if the text names none. */
  readonly author?: string;
  readonly address?: string;
  /** What it teaches, in our words. */
  readonly summary: string;
}

/** By the key that claims give. */
export type ClaimSources = Readonly<Record<string, ClaimSource>>;

export interface ClaimsReport {
  readonly schemaVersion: typeof CLAIMS_SCHEMA_VERSION;
  readonly tool: { readonly name: 'tidemark'; readonly version: string };
  readonly platform: string;
  readonly arch: string;
  /** Runs of each claim on each Node. */
  readonly repeats: number;
  /** The versions, in the order in which they were requested. */
  readonly nodes: readonly string[];
  /** By topic, and by name within it. */
  readonly claims: readonly MeasuredClaim[];
  readonly notTested: readonly UntestedClaim[];
  /** Where these claims are from. */
  readonly sources: ClaimSources;
  /** The ids of claims that an interruption left without all their runs on a Node. Absent if there are none. */
  readonly notReached?: readonly string[];
}

type Described = Omit<ClaimsReport, 'schemaVersion' | 'claims' | 'sources'> &
  Partial<Pick<ClaimsReport, 'sources'>>;

/** Those sources that these claims name. */
export function selectSources(
  sources: ClaimSources,
  claims: readonly Pick<MeasuredClaim, 'source'>[],
): ClaimSources {
  const named = new Set(claims.flatMap(({ source }) => source));
  return Object.fromEntries(Object.entries(sources).filter(([key]) => named.has(key)));
}

/** Those of these claims that have no answer on one of the Nodes. */
export const listNotReached = (
  ids: readonly string[],
  { claims, nodes }: Pick<ClaimsReport, 'claims' | 'nodes'>,
): string[] => {
  const answers = new Map(claims.map((claim) => [claim.id, claim.answers]));
  return ids.filter((id) => nodes.some((node) => answers.get(id)?.[node] === undefined));
};

/** Results of scenarios that are not claims are passed over. */
export function makeClaimsReport(
  described: Described,
  results: readonly CaseResult[],
  topicOf: (id: string) => string,
): ClaimsReport {
  const byId = new Map<string, MeasuredClaim>();
  for (const { scenario: id, node, claim } of results) {
    if (claim === undefined) continue;
    const { statement, source, isTiming, ...answer } = claim;
    const { answers = {} } = byId.get(id) ?? {};
    byId.set(id, {
      ...{ id, topic: topicOf(id), statement, source },
      ...(isTiming === true && { isTiming }),
      answers: { ...answers, [node]: answer },
    });
  }
  const claims = [...byId.values()].sort(byTopic);
  const sources = selectSources(described.sources ?? {}, [...claims, ...described.notTested]);
  return { schemaVersion: CLAIMS_SCHEMA_VERSION, ...described, claims, sources };
}

/** One report of those of several versions of Node, the oldest first. The wording of a claim is that of the newest. */
export function joinClaimsReports(reports: readonly [ClaimsReport, ...ClaimsReport[]]): ClaimsReport {
  const sorted = [...reports].sort((one, other) => compareVersions(one.nodes[0] ?? '', other.nodes[0] ?? ''));
  const byId = new Map<string, MeasuredClaim>();
  for (const claim of sorted.flatMap(({ claims }) => claims)) {
    byId.set(claim.id, { ...claim, answers: { ...byId.get(claim.id)?.answers, ...claim.answers } });
  }
  const newest = sorted.at(-1) ?? reports[0];
  const nodes = [...new Set(sorted.flatMap((report) => report.nodes))];
  return { ...newest, nodes, claims: [...byId.values()].sort(byTopic) };
}

/** The claims whose verdict is not the same on every Node; what is uncertain or not tested there is no difference. */
export const listChanged = (claims: readonly MeasuredClaim[]): MeasuredClaim[] =>
  claims.filter(({ answers }) => {
    const verdicts = Object.values(answers).map(({ verdict }) => verdict);
    return new Set(verdicts.filter(isDecided)).size > 1;
  });

/** Whether it says something of Node. */
export const isDecided = (verdict: ClaimAnswerVerdict): boolean =>
  verdict === 'true' || verdict === 'false' || verdict === 'partly';

/** In the order in which they are shown. */
export const CLAIM_VERDICTS: readonly ClaimAnswerVerdict[] = [
  ...(['true', 'partly', 'false', 'uncertain', 'not tested', 'not measured'] as const),
];

/** How many claims have each verdict on a Node; a verdict that none has is absent. */
export function countVerdicts(
  claims: readonly MeasuredClaim[],
  node: string,
): Partial<Record<ClaimAnswerVerdict, number>> {
  const verdicts = claims.flatMap(({ answers }) => answers[node]?.verdict ?? []);
  const counts = CLAIM_VERDICTS.map(
    (verdict) => [verdict, verdicts.filter((one) => one === verdict).length] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Topics in the order of the claims, which is that of the report. */
export function groupByTopic(claims: readonly MeasuredClaim[]): ReadonlyMap<string, MeasuredClaim[]> {
  const groups = new Map<string, MeasuredClaim[]>();
  for (const claim of claims) groups.set(claim.topic, [...(groups.get(claim.topic) ?? []), claim]);
  return groups;
}

const byTopic = (one: MeasuredClaim, other: MeasuredClaim): number =>
  compareWords(one.topic, other.topic) || compareWords(one.id, other.id);

const compareWords = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map((part) => Number.parseInt(part, 10)));
  const difference = (a ?? []).map((part, index) => part - (b?.[index] ?? 0)).find((part) => part !== 0);
  return difference ?? 0;
}
