import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { defineScenario } from 'tidemark';

export default defineScenario({
  name: 'waits-for-a-file',
  title: 'Does nothing until a file exists',
  about: {
    what: 'Checks repeatedly whether the file exists whose path is in the environment.',
    why: 'A test can interrupt tidemark while it measures this, and let it finish another time.',
    expect: 'Nothing.',
  },
  tags: ['fault'],
  parameters: {},
  async run({ signal }) {
    const path = process.env.TIDEMARK_TEST_FILE;
    if (path === undefined) throw new Error('the environment was not passed on');
    process.stdout.write(existsSync(path) ? 'the file is there\n' : 'waiting\n');
    while (!existsSync(path)) await wait(10, undefined, { signal });
  },
});
