import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { KiB, MiB } from '../../test/builders.ts';
import { makeDoctorMemory, makeDoctorReport, makeFinding } from '../../test/doctor-builders.ts';
import { makeColors } from '../text/colors.ts';
import { type DoctorStyle, renderDoctorReport } from './doctor-findings.ts';

const SOURCE = ['    for (const row of rows) {', '      out.write(format(row));', '    }'];
const STYLE: DoctorStyle = {
  width: 80,
  colors: makeColors(false),
  folder: '/app',
  readSource: ({ line }) =>
    SOURCE.map((text, index) => ({ line: line - 1 + index, text, isSite: index === 1 })),
};
const render = (...[parts]: Parameters<typeof makeDoctorReport>): string =>
  renderDoctorReport(makeDoctorReport(parts), STYLE);

test('a program with nothing wrong gets one line', () => {
  expect(render()).toBe('tidemark doctor: nothing wrong found');
});

test('a finding has its evidence, and what a right form looks like', () => {
  const finding = makeFinding({
    created: { file: '/app/src/export.ts', line: 31, column: 15 },
    through: ['csv-writer'],
    growth: { slope: 0.98 },
  });
  expect(render({ findings: [finding] })).toBe(
    `tidemark doctor: 1 alarm
the findings explain 32 MiB of 40 MiB of arrayBuffers at the peak: 80 %; peak
  RSS 90 MiB

ALARM  write() on a WriteStream, by csv-writer, does not wait
  at exportRow (src/export.ts:42:9)
    41 | for (const row of rows) {
  > 42 |   out.write(format(row));
    43 | }
  missing   no 'drain' was awaited after write() returned false
  calls     about 512 calls after false, no drain, full for 1.5 s at the end
  buffered  32 MiB at the peak, 512 × highWaterMark (64 KiB); 16 MiB at the end,
            256 ×
  growth    for each byte that came in, 0.98 bytes stayed buffered
  created   src/export.ts:31:15
  through   csv-writer
  process   7
  a right form:
    // after each call, of the stream that the package writes to:
    if (stream.writableNeedDrain)
      await once(stream, 'drain');`,
  );
});

test('streams that are never closed have no calls and no buffers', () => {
  const site = { file: '/app/src/export.ts', line: 42, column: 9 };
  const finding = makeFinding({
    ...{
      kind: 'never-closed',
      site,
      created: site,
      streams: 60,
      peakBufferedBytes: 0,
      bufferedAtExitBytes: 0,
    },
    missing: 'destroy() or end() was never called: at least 60 of 60 still have their file descriptor',
  });
  const text = render({ findings: [finding] });
  expect(text).toContain(
    'ALARM  60 streams of the class WriteStream are never closed\n  at src/export.ts:42:9\n',
  );
  expect(text).toContain(
    '43 | }\n  missing   destroy() or end() was never called: at least 60 of 60 still have',
  );
  expect(text).toContain(
    'file descriptor\n  process   7\n  a right form:\n    await pipeline(source, stream);',
  );
});

describe('how much is explained', () => {
  const memory = makeDoctorMemory({ explainedBytes: 19 * MiB });

  test('below one half it says what remains', () => {
    const text = render({ findings: [makeFinding()], memory }).replace(/\s+/g, ' ');
    expect(text).toContain('explain 19 MiB of 40 MiB of arrayBuffers at the peak: 48 %');
    expect(text).toContain('What remains, 21 MiB, is in no queue of a finding');
  });

  test('from one half on it does not', () => {
    const half = { ...memory, explainedBytes: 20 * MiB };
    expect(render({ findings: [makeFinding()], memory: half })).not.toContain('What remains');
  });

  test('much more that is garbage, or was let go by the end, is said as well', () => {
    const say = (peakArrayBuffersBytes: number): string =>
      render({ findings: [makeFinding()], memory: { ...memory, peakArrayBuffersBytes } }).replace(
        /\s+/g,
        ' ',
      );
    expect(say(80 * MiB)).toContain('48 %, and up to 80 MiB with what is garbage or was let go by the end;');
    expect(say(79 * MiB)).toContain('48 %; peak RSS');
  });

  test('without a finding, 48 MiB that nothing explains are said', () => {
    const say = (parts: Partial<typeof memory>): string =>
      render({
        memory: makeDoctorMemory({ ...{ peakLiveArrayBuffersBytes: 0, explainedBytes: 0 }, ...parts }),
      }).replace(/\s+/g, ' ');
    const unexplained = 'wrong found but there were 48 MiB of arrayBuffers';
    expect(say({ arrayBuffersAtEndBytes: 48 * MiB })).toContain(
      `${unexplained} when the program ended, which`,
    );
    expect(say({ peakLiveArrayBuffersBytes: 48 * MiB })).toContain(`${unexplained} at the peak, which`);
    expect(say({ arrayBuffersAtEndBytes: 47 * MiB })).toBe('tidemark doctor: nothing wrong found');
    // What is ignored as known is explained.
    expect(say({ arrayBuffersAtEndBytes: 48 * MiB, explainedBytes: 24 * MiB })).not.toContain('but there');
  });

  test('strings are not in arrayBuffers', () => {
    const heap = { ...memory, peakLiveArrayBuffersBytes: 10 * KiB, explainedBytes: 10 * KiB };
    expect(render({ findings: [makeFinding()], memory: heap }).replace(/\s+/g, ' ')).toContain(
      'arrayBuffers were only 10 KiB at the peak (peak RSS 90 MiB): what the findings buffer is strings',
    );
  });
});

test('slices in a queue keep more than they show', () => {
  const pinned = { viewBytes: 20 * KiB, parentBytes: 64 * KiB };
  const finding = makeFinding({ retained: { bytes: 80 * MiB, errorBytes: 15 * MiB, samples: 200, pinned } });
  expect(render({ findings: [finding] }).replace(/\s+/g, ' ')).toContain(
    'pinned about 80 MiB more, plus or minus 15 MiB, of which the chunks are parts: one of 20 KiB keeps 64 KiB process',
  );
});

test('chunks are counted where bytes are not', () => {
  const finding = makeFinding({ peakBufferedBytes: 0, bufferedAtExitBytes: 0, peakBufferedChunks: 4096 });
  expect(render({ findings: [finding] })).toContain('buffered  4096 chunks at the peak');
});

test('objects are on the heap, however many bytes they are', () => {
  const finding = makeFinding({ peakBufferedBytes: 0, bufferedAtExitBytes: 0, peakBufferedChunks: 4096 });
  const memory = makeDoctorMemory({ peakLiveArrayBuffersBytes: 10 * KiB, explainedBytes: 0 });
  expect(render({ findings: [finding], memory })).toContain('arrayBuffers were only 10 KiB');
});

test('of a long line the part around the call is shown', () => {
  const site = { file: '/app/a.js', line: 1, column: 201 };
  const text = `${'a'.repeat(200)}out.write(x);${'b'.repeat(200)}`;
  const shown = renderDoctorReport(makeDoctorReport({ findings: [makeFinding({ site })] }), {
    ...STYLE,
    readSource: () => [{ line: 1, text, isSite: true }],
  });
  expect(shown).toMatch(/^ {2}> 1 \| …a+out\.write\(x\);b+…$/m);
});

test('an unread branch of tee() has a right form of its own', () => {
  const finding = makeFinding({ method: 'tee', streamClass: 'ReadableStream', drains: 0 });
  const text = render({ findings: [finding] });
  expect(text).toContain('one branch of tee() of a ReadableStream is not read');
  expect(text).toContain('const [a, b] = stream.tee();');
  expect(text).not.toContain('drain,');
});

test('a reason of the end and what is ignored are in the first line', () => {
  const exit = { code: null, signal: 'SIGKILL', reason: 'killed by SIGKILL' };
  expect(render({ exit, ignored: 2, findings: [makeFinding(), makeFinding({ level: 'note' })] })).toContain(
    'tidemark doctor: 1 alarm, 1 note; 2 ignored as known; the program was killed by\n  SIGKILL\n',
  );
});

test('what is not covered is named, with and without findings', () => {
  expect(render({ notCovered: ['process 9: it was late'] })).toBe(
    'tidemark doctor: nothing wrong found where the doctor could look\n! not covered: process 9: it was late',
  );
});

test('nothing of a program controls the terminal, and no line is wider than it', () => {
  const hostile = `\u001b[31m${'long '.repeat(60)}\u202e\n::error::`;
  const finding = makeFinding({
    site: { file: `/app/${hostile}`, line: 2, column: 1, function: hostile },
    streamClass: hostile,
    through: [hostile],
  });
  const text = renderDoctorReport(makeDoctorReport({ findings: [finding], notCovered: [hostile] }), {
    ...STYLE,
    readSource: () => [{ line: 2, text: hostile, isSite: true }],
  });
  expect(text).not.toContain('\u001b');
  expect(text).not.toContain('\u202e');
  expect(text).not.toMatch(/^::/m);
  expect(text.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([]);
});

test('of the processes and threads that run a line, the first few are listed', () => {
  const others = [8, 9, 10, 11, 12].map((pid) => ({ pid, thread: pid === 8 ? 2 : 0 }));
  expect(render({ findings: [makeFinding({ otherProcesses: others })] })).toContain(
    'process   7; 8, worker thread 2; 9; 10; 2 more',
  );
});
