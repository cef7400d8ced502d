import { choice, defineScenario } from 'tidemark';

export default defineScenario({
  name: 'ends-as-requested',
  title: 'Ends as its parameter says',
  about: {
    what: 'Nothing, or throws.',
    why: 'A test can let one of two sides fail.',
    expect: 'Nothing.',
  },
  tags: ['fault'],
  parameters: { ending: choice(['completes', 'crashes']) },
  async run({ parameters: { ending } }) {
    if (ending === 'crashes') throw new Error('on purpose');
  },
});
