import { defineScenario } from 'tidemark';

export default defineScenario({
  name: 'crashes',
  title: 'Throws while it runs',
  about: {
    what: 'Prints something and throws.',
    why: 'A run that could not be measured must fail the invocation, and say why.',
    expect: 'A crash in run.',
  },
  tags: ['fault'],
  parameters: {},
  run() {
    process.stdout.write('::error::printed by a scenario\n');
    throw new TypeError('there is no sink');
  },
});
