import { defineScenario } from 'tidemark';

export default defineScenario({
  name: 'promises-too-much',
  title: 'Expects something that it does not do',
  about: {
    what: 'Nothing.',
    why: 'A failed expectation must fail the invocation.',
    expect: 'One expectation that passes and one that fails.',
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
