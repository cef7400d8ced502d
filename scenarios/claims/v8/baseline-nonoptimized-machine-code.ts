import { defineScenario } from '../../../harness/scenario.ts';
import { runNode } from '../../support/claims/run-node.ts';

const ASK = `
  const add = (a, b) => a + b;
  add(1, 2);
  const first = Number(%ActiveTierIsIgnition(add));
  for (let n = 0; n < 3_000_000; n += 1) add(n, 1);
  answer({ first, later: Number(%ActiveTierIsIgnition(add)) });
`;

export default defineScenario({
  name: 'baseline-nonoptimized-machine-code',
  claim: {
    statement: 'V8 first compiles code to machine code that is not optimized.',
    source: ['002'],
    rule: ({ recorded: { firstIsBytecode, laterIsMachineCode } }) => ({
      verdict: firstIsBytecode === 0 ? 'true' : laterIsMachineCode === 1 ? 'partly' : 'false',
      condition: 'after it has run as bytecode for a while',
      reading: `a function that has run once is ${firstIsBytecode === 1 ? 'bytecode' : 'machine code'}; one that has run often is ${laterIsMachineCode === 1 ? 'machine code' : 'bytecode'}`,
    }),
  },
  run({ record }) {
    const { first, later } = runNode(ASK, ['--allow-natives-syntax']);
    record('firstIsBytecode', Number(first));
    record('laterIsMachineCode', 1 - Number(later));
  },
});
