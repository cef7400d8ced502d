/** `npm run docs:faults`: writes harness/FAULTS.md. With --check, as at the end of `npm test`, says whether it is up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { openTerminal } from '../../harness/report/terminal/open-terminal.ts';
import { FAULT_GROUPS } from './fault-files.ts';
import { FAULTS_PAGE, readTests } from './read-tests.ts';
import { renderFaults } from './render-faults.ts';

const page = renderFaults(FAULT_GROUPS, readTests());
if (!process.argv.includes('--check')) writeFileSync(FAULTS_PAGE, page);
else if (readFileSync(FAULTS_PAGE, 'utf8') !== page) {
  openTerminal(process).say('harness/FAULTS.md does not have the names of these tests: npm run docs:faults');
  process.exitCode = 1;
}
