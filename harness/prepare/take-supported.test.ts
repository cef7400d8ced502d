import { describe, expect, test } from 'vitest';
import { describeNeeds, hasWhatItNeeds } from '../plan/needs.ts';
import type { Subject } from '../plan/plan-runs.ts';
import type { Needs } from '../scenario.ts';
import { makeScenario } from '../test/builders.ts';
import { takeSupported } from './take-supported.ts';

const NEEDS: Needs = { node: ['24.20', '26.6'], nodeFlags: ['--experimental-stream-iter'] };

const makeSubject = (name: string, node: string, needs?: Needs): Subject => ({
  case: {
    scenario: makeScenario({ name, ...(needs !== undefined && { needs: needs as never }) }),
    parameters: {},
  },
  execPath: `/bin/node${node}`,
  node,
});

function take(subjects: readonly Subject[]) {
  const said: string[] = [];
  const taken = takeSupported(subjects, { width: 200, say: (text) => said.push(text) });
  return { taken, said };
}

test('a scenario that needs nothing runs on every Node, and nothing is said', () => {
  const subjects = [makeSubject('one', '20.19.0'), makeSubject('one', '26.1.0', { nodeFlags: ['--x'] })];
  expect(take(subjects)).toEqual({ taken: subjects, said: [] });
});

test('what a Node lacks is skipped in words, once for each version', () => {
  const [plain, one, two, newer] = [
    makeSubject('plain', '20.19.0'),
    makeSubject('one', '20.19.0', NEEDS),
    makeSubject('two', '20.19.0', NEEDS),
    makeSubject('one', '26.6.0', NEEDS),
  ];
  expect(take([plain, one, two, newer])).toEqual({
    taken: [plain, newer],
    said: [
      '! skipped: one, two need Node 24.20 or later of that line, or 26.6 or later, with --experimental-stream-iter, and this is Node 20.19.0',
    ],
  });
});

test('another runtime has nothing of what a scenario needs of Node', () => {
  const runtime = { name: 'Bun', version: '1.4.5', node: '26.6.0' } as const;
  const [plain, flagged] = [
    { ...makeSubject('plain', 'Bun 1.4.5'), runtime },
    { ...makeSubject('flagged', 'Bun 1.4.5', { nodeFlags: ['--x'] }), runtime },
  ];
  expect(take([plain, flagged])).toEqual({
    taken: [plain],
    said: ['! skipped: flagged needs Node, with --x, and this is Bun 1.4.5'],
  });
  expect(() => take([flagged])).toThrow(expect.objectContaining({ hint: 'measure them with Node' }));
});

test('if nothing is left, that is refused, with a Node to choose', () => {
  expect(() => take([makeSubject('one', '22.1.0', NEEDS)])).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /^nothing can be measured: one needs Node 24\.20 .* this is Node 22\.1\.0$/,
      ),
      hint: 'choose another Node: --node 26',
    }),
  );
});

describe('a version', () => {
  test.each([
    ['24.20.0', true],
    ['24.21.3', true],
    ['24.19.9', false],
    ['25.9.0', false],
    ['26.5.1', false],
    ['26.6.0', true],
    ['27.0.0', true],
    ['20.19.0', false],
  ])('%s has what came with 24.20 and 26.6: %s', (running, has) => {
    expect(hasWhatItNeeds(running, NEEDS)).toBe(has);
  });
});

test('flags alone are described, too', () => {
  expect(describeNeeds({ nodeFlags: ['--expose-internals'] })).toBe('Node, with --expose-internals');
  expect(describeNeeds({ node: ['24.20'] })).toBe('Node 24.20 or later');
});
