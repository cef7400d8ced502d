/** Cuts the text of an experiment into what it does and how it is judged. Pure. */

export interface ExperimentParts {
  /** The file without its claim: what is done. */
  readonly experiment: string;
  /** `rule: …`, without its indentation. Absent if the file is not formatted as expected. */
  readonly rule?: string;
}

interface Lines {
  readonly start: number;
  /** The first line after it. */
  readonly end: number;
}

const CLAIM = '  claim:';
const RULE = '    rule:';

export function cutExperiment(text: string): ExperimentParts {
  const lines = text.trimEnd().split('\n');
  const claim = findProperty(lines, CLAIM);
  const rule = claim && findProperty(lines.slice(0, claim.end), RULE);
  if (claim === undefined || rule === undefined) return { experiment: lines.join('\n') };
  const ruleLines = lines.slice(rule.start, rule.end).map((line) => line.slice(RULE.search(/\S/)));
  return {
    experiment: [...lines.slice(0, claim.start), ...lines.slice(claim.end)].join('\n'),
    rule: ruleLines.join('\n').replace(/,$/, ''),
  };
}

/** By its indentation: up to the bracket that closes it, or the next line that is indented no further. */
function findProperty(lines: readonly string[], beginning: string): Lines | undefined {
  const start = lines.findIndex((line) => line.startsWith(beginning));
  if (start === -1) return undefined;
  const indentation = beginning.search(/\S/);
  const next = lines.findIndex(
    (line, index) => index > start && line.trim() !== '' && line.search(/\S/) <= indentation,
  );
  if (next === -1) return undefined;
  const line = lines[next] ?? '';
  const isItsEnd = line.search(/\S/) === indentation && /^\s*[)}\]]/.test(line);
  return { start, end: isItsEnd ? next + 1 : next };
}
