import type { Section } from './section.ts';

/** What `--help` prints. */
export function renderHelp(sections: readonly Section[]): string {
  const longest = Math.max(...sections.map(({ name }) => name.length));
  return `Measures tidemark itself: the accuracy of its samples, and its overhead.

Usage: npm run bench:self -- [options]

Options:
  --only NAME,…  sections to measure, comma-separated or repeated
  --quick        fewer repetitions of each
  --json         print only the results to stdout, as JSON
  --seed N       seed for the order within pairs (default: random)
  --help         show help

Sections:
${sections.map(({ name, title }) => `  ${name.padEnd(longest)}  ${title}`).join('\n')}

Exit codes: 0 all targets are reached · 1 one is not · 2 usage
            3 a run could not be measured · 70 a bug in tidemark`;
}
