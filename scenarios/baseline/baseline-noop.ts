import { defineScenario } from '../../harness/scenario.ts';

export default defineScenario({
  name: 'baseline-noop',
  title: 'Does nothing: the floor under every other figure',
  about: {
    what: 'Nothing at all.',
    why: 'What it shows is what Node and tidemark cost by themselves; subtract it from the rest.',
    expect: 'Nothing buffered, nothing delivered, and the memory of a bare process.',
  },
  tags: ['baseline'],
  parameters: {},
  expect: {
    checks: ({ counters }) => ({ 'no stream is watched': Object.keys(counters).length === 0 }),
  },
  run() {},
});
