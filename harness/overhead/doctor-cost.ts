/** What the doctor adds to programs with nothing wrong, and to one that it has an alarm for. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiled } from '../package-root.ts';
import { type Figure, type FigureUnit, medianFigure } from './figure.ts';
import { differences, measurePairs, type Pair } from './pairs.ts';
import type { Section } from './section.ts';

interface Work {
  readonly name: string;
  /** The argument of the fixture; the start of a process without. */
  readonly argument?: string;
  readonly unit: FigureUnit;
  readonly atMost: number;
  readonly compare: (pairs: readonly Pair[]) => number[];
}

const slowdowns = (pairs: readonly Pair[]): number[] => pairs.map((pair) => pair.with / pair.without);

const WORKS: readonly Work[] = [
  { name: 'start of a process', unit: 'ms', atMost: 10, compare: differences },
  { name: 'a quiet write()', argument: 'quiet-writes', unit: 'ns', atMost: 25, compare: differences },
  { name: 'a piped file', argument: 'piped-file', unit: 'ratio', atMost: 1.02, compare: slowdowns },
  { name: '2,000 HTTP requests', argument: 'http-requests', unit: 'ratio', atMost: 1.15, compare: slowdowns },
  {
    name: '40,000 writes after false',
    argument: 'writes-after-false',
    unit: 'ratio',
    atMost: 1.3,
    compare: slowdowns,
  },
];

export const doctorCost: Section = {
  name: 'doctor-cost',
  title: 'Cost of the doctor: added to a start and a write(), and times as long as without',
  measure: async ({ isQuick, random }) => {
    const figures: Figure[] = [];
    for (const { name, argument, unit, atMost, compare } of WORKS) {
      const pairs = await measurePairs({
        count: isQuick ? 3 : 15,
        random,
        without: async () => measureProgram(argument, false),
        with: async () => measureProgram(argument, true),
      });
      figures.push(medianFigure({ name, unit, target: { atMost } }, compare(pairs)));
    }
    return figures;
  },
};

function measureProgram(argument: string | undefined, isExamined: boolean): number {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-doctor-cost-'));
  const preload = isExamined ? ['--require', compiled('harness/doctor/preload.cjs')] : [];
  const file = argument === undefined ? 'nothing.js' : 'under-doctor.js';
  const args = [...preload, compiled(`harness/overhead/fixtures/${file}`), ...(argument ? [argument] : [])];
  const env = { ...process.env, TIDEMARK_DOCTOR: JSON.stringify({ folder }) };
  try {
    const startedAtMs = performance.now();
    const stdout = execFileSync(process.execPath, args, { env, encoding: 'utf8' });
    const tookMs = performance.now() - startedAtMs;
    return argument === undefined ? tookMs : (JSON.parse(stdout) as { readonly value: number }).value;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
