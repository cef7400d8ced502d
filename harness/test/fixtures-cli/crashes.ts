import { defineScenario } from 'tidemark';

export default defineScenario({
  name: 'crashes',
  title: 'Throws while it runs',
  about: {
    does: 'Prints something and throws.',
    matters: 'A run that could not be measured must fail the invocation, and say why.',
    shows: 'A crash in run.',
  },
  tags: ['fault'],
  parameters: {},
  run() {
    process.stdout.write('::error::printed by a scenario\n');
    throw new TypeError('there is no sink');
  },
});
