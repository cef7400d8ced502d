import { quoteLine } from '../../text/terminal-text.ts';
import { wrapText } from '../../text/wrap-text.ts';
import type { ListedScenario } from '../scenario-list.ts';
import type { TerminalStyle } from '../scenario-report.ts';

type ListedClaim = Pick<ListedScenario, 'name' | 'topic' | 'title'>;

/** Under each topic, which is what `--topic` takes, the name of each claim, which is what `--id` takes, and the claim. */
export function renderClaimList(claims: readonly ListedClaim[], style: TerminalStyle): string {
  const topics = [...new Set(claims.map(({ topic }) => topic))].sort();
  return topics.map((topic) => renderTopic(topic, claims, style)).join('\n\n');
}

function renderTopic(
  topic: string,
  claims: readonly ListedClaim[],
  { colors, width }: TerminalStyle,
): string {
  const lines = claims
    .filter((claim) => claim.topic === topic)
    .map(({ name, title }) => `  ${quoteLine(name)}\n${wrapText(`    ${quoteLine(title)}`, width, '    ')}`);
  return [colors.bold(quoteLine(topic)), ...lines].join('\n');
}
