import { defineScenario } from '../../harness/scenario.ts';

export default defineScenario({
  name: 'baseline-noop',
  title: 'Does nothing: the baseline cost of a measured process',
  about: {
    what: 'Nothing at all.',
    why: 'It shows what Node and tidemark cost by themselves; subtract it from the other figures.',
    expect: 'Nothing buffered, nothing delivered, and the memory of a bare process.',
  },
  tags: ['baseline'],
  parameters: {},
  expect: {
    checks: ({ counters }) => ({ 'no stream is watched': Object.keys(counters).length === 0 }),
  },
  run() {},
});
