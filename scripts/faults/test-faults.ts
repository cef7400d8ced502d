/**
 * `npm run test:faults [ROUNDS [SEED]]`: kills invocations at random moments and resumes them, 70 rounds unless another
 * number is given, and exits with 1 if anything was lost or mixed.
 */
import { makeRandom } from '../../harness/plan/random.ts';
import { openTerminal } from '../../harness/report/terminal/open-terminal.ts';
import { killAndResume } from './kill-and-resume.ts';

const { print } = openTerminal(process);
const [rounds = 70, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
const random = makeRandom(seed);
const finishedAtKills: number[] = [];
let faulty = 0;
for (let round = 1; round <= rounds; round += 1) {
  const { finishedAtKills: finished, faults } = await killAndResume(random);
  finishedAtKills.push(...finished);
  if (faults.length > 0) faulty += 1;
  for (const fault of faults) print(`round ${round}: ${fault}`);
}
const moments = [...new Set(finishedAtKills)].sort((a, b) => a - b).join(', ');
print(`${finishedAtKills.length} kills in ${rounds} rounds (seed ${seed}), after ${moments} finished runs`);
print(faulty === 0 ? 'nothing was lost or mixed' : `${faulty} rounds were not as promised`);
process.exitCode = faulty === 0 ? 0 : 1;
