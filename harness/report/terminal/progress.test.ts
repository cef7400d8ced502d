import { describe, expect, test } from 'vitest';
import { MiB } from '../../test/builders.ts';
import { Progress, type ProgressStep } from './progress.ts';

const ERASE_LINE = '\r\u001b[2K';

/** An output that records what is written, and a clock that the test sets. */
function makeOutput({ isTerminal = true, width = 80 } = {}) {
  const written: string[] = [];
  const clock = { nowMs: 0 };
  const output = {
    write: (text: string) => written.push(text),
    isTerminal,
    width,
    now: () => clock.nowMs,
  };
  return { output, written, clock, progress: new Progress(output) };
}

const makeStep = (step: Partial<ProgressStep> = {}): ProgressStep => ({
  scenario: 'ignore-drain',
  what: 'measure',
  caseIndex: 1,
  caseTotal: 2,
  index: 1,
  total: 10,
  predictMs: () => undefined,
  ...step,
});

describe('on a terminal', () => {
  test('one line is redrawn in place, and erased at the end', () => {
    const { progress, written, clock } = makeOutput();
    progress.begin(makeStep());
    clock.nowMs = 500;
    progress.see(64 * MiB);
    progress.clear();
    expect(written).toEqual([
      `${ERASE_LINE}case 1/2, run 1/10: ignore-drain measure`,
      `${ERASE_LINE}case 1/2, run 1/10: ignore-drain measure  █ 64 MiB`,
      ERASE_LINE,
    ]);
  });

  test('the line is drawn at most twice a second, however much happens', () => {
    const { progress, written, clock } = makeOutput();
    for (let index = 1; index <= 100; index += 1) {
      progress.begin(makeStep({ index }));
      for (let look = 0; look < 10; look += 1) {
        clock.nowMs += 10;
        progress.see(look * MiB);
      }
      progress.end();
    }
    // 100 runs of 10 looks of 10 ms are 10 seconds: one at the start, and then every half second.
    expect(written).toHaveLength(1 + 20);
  });

  test('the line is never wider than the terminal, and leaves the last column free', () => {
    for (const width of [20, 40, 80]) {
      const { progress, written, clock } = makeOutput({ width });
      progress.begin(makeStep({ scenario: 'a-scenario-with-a-name-that-is-much-longer-than-most-others' }));
      clock.nowMs = 1000;
      for (let look = 0; look < 100; look += 1) progress.see(look * MiB);
      for (const text of written) expect(text.replace(ERASE_LINE, '').length).toBeLessThan(width);
    }
  });

  test('nothing is erased before the line is drawn, or after it was erased', () => {
    const { progress, written } = makeOutput();
    progress.clear();
    progress.begin(makeStep());
    progress.clear();
    progress.clear();
    expect(written).toHaveLength(2);
  });

  test('the line is redrawn at once after something else was printed', () => {
    const { progress, written, clock } = makeOutput();
    progress.begin(makeStep());
    progress.clear();
    clock.nowMs = 1;
    progress.begin(makeStep({ index: 2 }));
    expect(written.at(-1)).toContain('run 2/10');
  });

  test('the line shows the RSS of this run, scaled to its maximum', () => {
    const { progress, written, clock } = makeOutput();
    progress.begin(makeStep());
    progress.see(1000 * MiB);
    progress.end();
    progress.begin(makeStep({ index: 2 }));
    for (const rss of [10, 20, 40]) progress.see(rss * MiB);
    clock.nowMs = 600;
    progress.see(80 * MiB);
    expect(written.at(-1)).toMatch(/ {2}▁▂▄█ 80 MiB/);
  });

  test('the line shows the last twenty readings', () => {
    const { progress, written, clock } = makeOutput();
    progress.begin(makeStep());
    for (let look = 0; look < 30; look += 1) progress.see(MiB);
    clock.nowMs = 600;
    progress.see(MiB);
    expect(/█+/.exec(written.at(-1) ?? '')?.[0]).toHaveLength(20);
  });
});

describe('elsewhere', () => {
  test('the first run gets a plain line, and then there is one every ten seconds', () => {
    const { progress, written, clock } = makeOutput({ isTerminal: false });
    for (let index = 1; index <= 25; index += 1) {
      progress.begin(makeStep({ index, total: 25 }));
      clock.nowMs += 1000;
      progress.end();
    }
    expect(written.map((line) => /run (\d+)\/25/.exec(line)?.[1])).toEqual(['1', '11', '21']);
    for (const line of written) expect(line).not.toContain(ERASE_LINE);
  });

  test('a long run gets further lines', () => {
    const { progress, written, clock } = makeOutput({ isTerminal: false });
    progress.begin(makeStep());
    for (let look = 0; look < 300; look += 1) {
      clock.nowMs += 100;
      progress.see(5 * MiB);
    }
    expect(written).toHaveLength(1 + 3);
    expect(written.at(-1)).toMatch(/ 5 MiB\n$/);
  });

  test('nothing is erased', () => {
    const { progress, written } = makeOutput({ isTerminal: false });
    progress.begin(makeStep());
    progress.clear();
    expect(written).toHaveLength(1);
  });
});

describe('the remaining time', () => {
  /** What is shown `spentMs` after the start of a step that is to take `predictedMs`, with all that follow. */
  function tellTimeLeft(predictedMs: number | undefined, spentMs = 0): string | undefined {
    const { progress, written, clock } = makeOutput();
    progress.begin(makeStep({ predictMs: () => predictedMs }));
    clock.nowMs += spentMs;
    progress.clear();
    progress.see(MiB);
    return / {2}([^ ]+ (?:s|min)) left$/.exec(written.at(-1) ?? '')?.[1];
  }

  test('is what is predicted, in whole seconds', () => {
    expect(tellTimeLeft(19_400)).toBe('19 s');
    expect(tellTimeLeft(180_000)).toBe('3 min');
    expect(tellTimeLeft(1_234_000)).toBe('21 min');
  });

  test('decreases during a run', () => {
    expect(tellTimeLeft(19_000, 1500)).toBe('18 s');
  });

  test('is never less than a second, even if a run takes longer than was predicted', () => {
    expect(tellTimeLeft(2000, 60_000)).toBe('1 s');
  });

  test('is not shown where nothing is predicted', () => {
    expect(tellTimeLeft(undefined)).toBeUndefined();
  });

  test('is predicted only when it is shown', () => {
    const { progress, clock } = makeOutput();
    let asked = 0;
    const predictMs = (): undefined => {
      asked += 1;
    };
    for (let index = 1; index <= 100; index += 1) {
      progress.begin(makeStep({ index, predictMs }));
      clock.nowMs += 10;
      expect(progress.end()).toBe(10);
    }
    expect(asked).toBe(2);
  });
});
