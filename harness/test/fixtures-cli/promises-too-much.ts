import { defineScenario } from 'tidemark';

export default defineScenario({
  name: 'promises-too-much',
  title: 'Expects what it does not do',
  about: {
    what: 'Nothing.',
    why: 'An expectation that does not hold must fail the invocation.',
    expect: 'One expectation that holds and one that does not.',
  },
  tags: ['fault'],
  parameters: {},
  expect: {
    checks: ({ counters }) => ({
      'no stream is watched': Object.keys(counters).length === 0,
      'a stream is watched': Object.keys(counters).length > 0,
    }),
  },
  run() {},
});
