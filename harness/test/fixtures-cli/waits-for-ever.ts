import { defineScenario } from 'tidemark';

export default defineScenario({
  name: 'waits-for-ever',
  title: 'Waits for what never comes',
  about: {
    what: 'Records a figure, and awaits a promise that nobody settles.',
    why: 'What a scenario must show can be that it never finishes.',
    expect: 'A crash that is expected, and what was recorded before it.',
  },
  tags: ['fault'],
  parameters: { ending: { kind: 'choice', values: ['waits', 'completes', 'throws', 'breaks-in-setup'] } },
  expect: {
    outcome: 'crashed',
    checks: ({ recorded }) => ({ 'it came as far as it could': recorded.steps === 1 }),
  },
  setup({ parameters }) {
    if (parameters.ending === 'breaks-in-setup') throw new Error('there is no server');
  },
  async run({ parameters, record }) {
    record('steps', 1);
    if (parameters.ending === 'throws') throw new Error('on purpose');
    if (parameters.ending === 'waits') await new Promise(() => {});
  },
});
