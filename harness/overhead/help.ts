import type { Section } from './section.ts';

/** What `--help` prints. */
export function renderHelp(sections: readonly Section[]): string {
  const longest = Math.max(...sections.map(({ name }) => name.length));
  return `Measures tidemark itself: what it sees, and what it costs.

Usage: npm run bench:self -- [options]

Options:
  --only NAME,…  these sections alone
  --quick        fewer repeats of each
  --json         print JSON, and nothing else, to stdout
  --seed N       draws the order within pairs; random unless given
  --help         this

Sections:
${sections.map(({ name, title }) => `  ${name.padEnd(longest)}  ${title}`).join('\n')}

Exit codes: 0 all targets are reached · 1 one is not · 2 usage
            3 a run could not be measured · 70 an error of tidemark`;
}
