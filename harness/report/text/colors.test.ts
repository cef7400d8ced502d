import { expect, test } from 'vitest';
import { makeColors, wantsColors } from './colors.ts';

test.each([
  // What the environment says, on a terminal, elsewhere
  [{}, true, false],
  [{ TERM: 'xterm-256color' }, true, false],
  [{ TERM: 'dumb' }, false, false],
  [{ NO_COLOR: '1' }, false, false],
  [{ NO_COLOR: 'anything' }, false, false],
  // An empty NO_COLOR counts as not set: no-color.org.
  [{ NO_COLOR: '' }, true, false],
  [{ FORCE_COLOR: '1' }, true, true],
  [{ FORCE_COLOR: '3' }, true, true],
  [{ FORCE_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '0' }, false, false],
  [{ FORCE_COLOR: 'false' }, false, false],
  [{ FORCE_COLOR: '1', TERM: 'dumb' }, true, true],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
  [{ CI: 'true' }, true, false],
])('%j: colours on a terminal %s, elsewhere %s', (env, onTerminal, elsewhere) => {
  expect(wantsColors(env, true)).toBe(onTerminal);
  expect(wantsColors(env, false)).toBe(elsewhere);
});

test('colours that are off change nothing', () => {
  expect(makeColors(false).red('x')).toBe('x');
  expect(makeColors(true).red('x')).toBe('\u001b[31mx\u001b[39m');
});

test('a style continues after a nested style has ended', () => {
  const { bold, dim } = makeColors(true);
  expect(bold(`a${dim('b')}c`)).toBe('\u001b[1ma\u001b[2mb\u001b[22m\u001b[1mc\u001b[22m');
});
