import { expect, test } from 'vitest';
import { cutExperiment } from './cut-source.ts';

const FILE = `import { Writable } from 'node:stream';

export default defineScenario({
  name: 'salt',
  claim: {
    statement: 'The sea is salt.',
    source: [],
    rule: ({ recorded }) => ({
      verdict: recorded.salt > 0 ? 'true' : 'false',

      reading: \`\${recorded.salt} g\`,
    }),
  },
  run({ record }) {
    record('salt', 35);
  },
});

const salt = {
  claim: 'another',
};
`;

test('an experiment is its file without the claim, and the rule is cut out of that', () => {
  expect(cutExperiment(FILE)).toEqual({
    experiment: `import { Writable } from 'node:stream';

export default defineScenario({
  name: 'salt',
  run({ record }) {
    record('salt', 35);
  },
});

const salt = {
  claim: 'another',
};`,
    rule: `rule: ({ recorded }) => ({
  verdict: recorded.salt > 0 ? 'true' : 'false',

  reading: \`\${recorded.salt} g\`,
})`,
  });
});

test('a rule on one line, or in front of other properties, is cut out as well', () => {
  const file = FILE.replace(/rule: [\s\S]*?\n {4}\}\),/, 'rule: decide,\n    isTiming: true,');
  expect(cutExperiment(file).rule).toBe('rule: decide');
});

test('a file that is formatted in another way is shown whole', () => {
  const file = 'export default { claim: { rule() {} }, run() {} };';
  expect(cutExperiment(`${file}\n`)).toEqual({ experiment: file });
});
