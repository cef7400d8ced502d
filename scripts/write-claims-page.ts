/**
 * Writes scenarios/claims/README.md from what is stored in results/claims/. With --check, it writes nothing, and fails if
 * the page is not what it would write.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClaimSources } from '../harness/catalogue/claims.ts';
import { packageRoot } from '../harness/package-root.ts';
import { renderClaimsPage } from '../harness/report/markdown/claims/claims-page.ts';
import { readStoredClaims } from '../harness/store/claims/stored-claims.ts';

const PAGE = join(packageRoot, 'scenarios', 'claims', 'README.md');

const stored = readStoredClaims(join(packageRoot, 'results'));
if (stored === undefined) throw new Error('results/claims/ has no claims: run `tidemark claims` first');
const page = renderClaimsPage(stored, readClaimSources());
if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
  process.stderr.write('scenarios/claims/README.md is out of date: npm run docs:claims\n');
  process.exitCode = 1;
}
