import { defineScenario } from 'tidemark';

export default defineScenario({
  name: 'waits-forever',
  title: 'Waits for a promise that never settles',
  about: {
    what: 'Records a figure, and awaits a promise that nothing settles.',
    why: 'A scenario can be expected never to finish.',
    expect: 'An expected crash, and the figures recorded before it.',
  },
  tags: ['fault'],
  parameters: { ending: { kind: 'choice', values: ['waits', 'completes', 'throws', 'breaks-in-setup'] } },
  expect: {
    outcome: 'crashed',
    checks: ({ recorded }) => ({ 'it reached the last step': recorded.steps === 1 }),
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
