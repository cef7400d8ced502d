import { expect, test } from 'vitest';
import type { ClaimAnswerVerdict } from '../../../claims/claim.ts';
import type { ClaimsReport } from '../../../claims/claims-report.ts';
import { makeColors } from '../../text/colors.ts';
import { renderClaims } from './claims.ts';

const PLAIN = { width: 60, colors: makeColors(false) };

const REPORT: ClaimsReport = {
  ...{ schemaVersion: 1, tool: { name: 'tidemark', version: '1.0.0' }, platform: 'linux', arch: 'x64' },
  ...{ repeats: 2, nodes: ['20.1.0', '26.1.0'], sources: {} },
  claims: [
    {
      ...{ id: 'drain-early', topic: 'drain', source: ['000'] },
      statement: "'drain' is emitted as soon as the buffer falls below highWaterMark.",
      answers: {
        '20.1.0': { verdict: 'false', reading: "'drain' was emitted 49 times, always at 0 bytes" },
        '26.1.0': { verdict: 'false', reading: "'drain' was emitted 50 times, always at 0 bytes" },
      },
    },
    {
      ...{ id: 'pool-fast', topic: 'pool', source: ['001'], isTiming: true },
      statement: 'The pool is faster.',
      answers: {
        '20.1.0': { verdict: 'uncertain', why: 'its 2 runs differ', reading: 'twice as fast' },
        '26.1.0': { verdict: 'partly', condition: 'for small Buffers', reading: 'three times as fast' },
      },
    },
  ],
  notTested: [{ id: 'beauty', statement: 'Streams are beautiful.', source: [], reason: 'a matter of taste' }],
};

test('claims are shown by topic, with what was measured, and the totals of each Node', () => {
  expect(renderClaims(REPORT, REPORT, PLAIN)).toBe(`drain

  false         'drain' is emitted as soon as the buffer
                falls below highWaterMark.
                'drain' was emitted 49 times, always at 0
                bytes
                drain-early

pool

  partly        The pool is faster.
                20.1.0: uncertain; its 2 runs differ; twice
                  as fast
                26.1.0: partly; for small Buffers; three
                  times as fast
                pool-fast (time)

not tested

  Streams are beautiful.
    a matter of taste
    beauty

Node 20.1.0: 2 claims: 1 false, 1 uncertain
Node 26.1.0: 2 claims: 1 partly, 1 false
0 claims differ between them
1 more claim is not tested: no experiment can decide it`);
});

test('a claim differs if two versions of Node decide it differently, not if one has nothing to test', () => {
  const [claim] = REPORT.claims;
  if (claim === undefined) throw new Error('there is no claim');
  const shown = (...verdicts: readonly ClaimAnswerVerdict[]): string => {
    const answers = Object.fromEntries(
      REPORT.nodes.map((node, index) => [node, { verdict: verdicts[index] ?? 'true' }]),
    );
    const report = { ...REPORT, claims: [{ ...claim, answers }] };
    return renderClaims(report, report, PLAIN).split('\n')[2]?.trim().split('  ')[0] ?? '';
  };
  expect(shown('true', 'false')).toBe('differs');
  expect(shown('not tested', 'false')).toBe('false');
  expect(shown('uncertain', 'partly')).toBe('partly');
  expect(shown('uncertain', 'not measured')).toBe('uncertain');
});

test('the totals are those of all claims, whatever is shown of them', () => {
  const shown = { ...REPORT, claims: [], notTested: [] };
  expect(renderClaims(shown, REPORT, PLAIN)).toMatch(/^Node 20\.1\.0: 2 claims: /);
});

test('if no claim matches, that is said', () => {
  const shown = { ...REPORT, claims: [], notTested: [] };
  expect(renderClaims(shown, REPORT, PLAIN)).toMatch(
    /\n\nno claim is shown: none matches --verdict and --changed$/,
  );
  expect(renderClaims(REPORT, REPORT, PLAIN)).not.toContain('no claim is shown');
});

test('a Node on which nothing was measured has no verdicts to count', () => {
  const none = { ...REPORT, claims: [], notTested: [], nodes: ['20.1.0'], notReached: ['blue'] };
  expect(renderClaims(none, none, PLAIN)).toBe(
    'Node 20.1.0: 0 claims\ninterrupted: 1 of 1 claim was not measured',
  );
});

test('claims that were not reached before an interruption are counted', () => {
  const totalsOf = (notReached: readonly string[]): string =>
    renderClaims({ ...REPORT, claims: [], notTested: [] }, { ...REPORT, notReached }, PLAIN);
  expect(totalsOf(['pool-fast', 'blue'])).toContain(
    'interrupted: 2 of 3 claims were not measured on every Node',
  );
  expect(totalsOf([])).not.toContain('interrupted');
});

test('what a claim says cannot control the terminal', () => {
  const [claim] = REPORT.claims;
  if (claim === undefined) throw new Error('there is no claim');
  const evil = { ...REPORT, claims: [{ ...claim, statement: 'a\u001b[2Jb', topic: 'x\u0007' }] };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it must have none
  expect(renderClaims(evil, evil, PLAIN)).not.toMatch(/[\u0007\u001b]/);
});
