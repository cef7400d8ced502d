/**
 * `npm run test:guards [WORD …]`: removes one guard after another, of those whose name or file contains a word if any is
 * given, and says which of them no test noticed. Exits with 1 if there is one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../harness/package-root.ts';
import { openTerminal } from '../../harness/report/terminal/open-terminal.ts';
import { type Checkout, makeCheckout } from './checkout.ts';
import { type Guard, removeGuard } from './guard.ts';
import { GUARDS } from './guards.ts';

const { print, say } = openTerminal(process);
const words = process.argv.slice(2);
const guards = GUARDS.filter(
  ({ name, file }) => words.length === 0 || words.some((word) => name.includes(word) || file.includes(word)),
);
if (guards.length === 0) {
  say(`test:guards: no guard has a name or a file with ${words.join(' or ')}`);
  process.exit(2);
}
for (const guard of guards) removeGuard(guard, readFileSync(join(packageRoot, guard.file), 'utf8'));

const checkout = makeCheckout();
try {
  process.exitCode = testAll(checkout) ? 0 : 1;
} finally {
  checkout.remove();
}

function testAll({ test, testWithout }: Checkout): boolean {
  const files = [...new Set(guards.flatMap(({ tests }) => tests))];
  const counts = test(files);
  if (counts === undefined || counts.failed > 0) {
    say('test:guards: these tests fail with all guards in place: nothing can be shown');
    return false;
  }
  print(`${counts.passed} tests in ${files.length} files pass with all guards in place`);
  const unnoticed = guards.filter((guard) => !report(guard, testWithout(guard)));
  print(
    `${guards.length - unnoticed.length} of ${guards.length} guards have a test that notices their removal`,
  );
  return unnoticed.length === 0;
}

/** Whether a test failed. */
function report({ name, tests }: Guard, counts: ReturnType<Checkout['testWithout']>): boolean {
  const isNoticed = counts !== undefined && counts.failed > 0;
  print(isNoticed ? `✓ ${name}` : `✗ ${name}: no test of ${tests.join(', ')} fails without it`);
  return isNoticed;
}
