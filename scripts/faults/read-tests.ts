import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageRoot } from '../../harness/package-root.ts';
import type { TestedFile } from './render-faults.ts';

export const FAULTS_PAGE = join(packageRoot, 'harness', 'FAULTS.md');

/** What the last run of vitest wrote. */
const TESTS = join(packageRoot, 'node_modules', '.cache', 'tidemark', 'tests.json');

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
    }[];
  }[];
}

export function readTests(): TestedFile[] {
  const { testResults } = JSON.parse(readFileSync(TESTS, 'utf8')) as VitestReport;
  return testResults.map(({ name, assertionResults }) => ({
    file: relative(packageRoot, name).replaceAll(sep, '/'),
    tests: assertionResults.map(({ ancestorTitles, title }) => ({
      titles: [...ancestorTitles, title].filter((one) => one !== ''),
    })),
  }));
}
