import { choice, defineScenario } from 'tidemark';

export default defineScenario({
  name: 'ends-as-told',
  title: 'Ends as its parameter says',
  about: {
    does: 'Nothing, or throws.',
    matters: 'A test can let one of two sides fail.',
    shows: 'Nothing.',
  },
  tags: ['fault'],
  parameters: { ending: choice(['completes', 'crashes']) },
  async run({ parameters: { ending } }) {
    if (ending === 'crashes') throw new Error('told to crash');
  },
});
