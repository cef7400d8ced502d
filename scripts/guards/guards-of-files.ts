/** What protects results from being lost, mixed or taken for complete. */
import type { Guard } from './guard.ts';

export const GUARDS_OF_FILES: readonly Guard[] = [
  {
    name: 'a file is written under another name until it is complete',
    file: 'harness/store/whole-file.ts',
    guarded: 'writeFlushed(path + PARTIAL, NEW, content);\n  renameWithRetries(path + PARTIAL, path);',
    without: 'rmSync(path, { force: true });\n  writeFlushed(path, NEW, content);',
    tests: ['harness/store/whole-file.test.ts'],
  },
  {
    name: 'a file is on the disk before its name is',
    file: 'harness/store/whole-file.ts',
    guarded: '    fsyncSync(file);\n',
    without: '',
    tests: ['harness/store/whole-file.test.ts'],
  },
  {
    name: 'a link in the place of the unfinished file is not followed',
    file: 'harness/store/whole-file.ts',
    guarded: '  rmSync(path + PARTIAL, { force: true });\n',
    without: '',
    tests: ['harness/store/whole-file.test.ts'],
  },
  {
    name: 'a link in the place of a journal is not followed',
    file: 'harness/store/whole-file.ts',
    guarded: 'O_APPEND | NO_LINK',
    without: 'O_APPEND',
    tests: ['harness/store/whole-file.test.ts'],
  },
  {
    name: 'samples.csv has its name only when nothing is missing',
    file: 'harness/store/results-folder.ts',
    guarded: 'if (report.complete) renameWithRetries(',
    without: 'renameWithRetries(',
    tests: ['harness/store/results-folder.test.ts'],
  },
  {
    name: 'samples of a run that did not finish are cut off',
    file: 'harness/store/results-folder.ts',
    guarded: 'if (finishedSampleBytes > 0) truncateSync(samples, finishedSampleBytes);',
    without: '',
    tests: ['harness/store/results-folder.test.ts'],
  },
  {
    name: 'a line that was cut off in the journal does not damage the next one',
    file: 'harness/store/results-folder.ts',
    guarded: '      dropCutLine(join(path, JOURNAL));\n',
    without: '',
    tests: ['harness/store/results-folder.test.ts'],
  },
  {
    name: 'samples are in the file before the journal says so',
    file: 'harness/store/results-folder.ts',
    guarded: '    await this.#flushSamples();\n    attempt',
    without: '    attempt',
    tests: ['harness/store/results-folder.test.ts'],
  },
  {
    name: 'a disk that is full of samples is an error',
    file: 'harness/store/results-folder.ts',
    guarded: '    this.#throwFailure();\n    this.#rows.end();',
    without: '    this.#rows.end();',
    tests: ['harness/store/results-folder.test.ts'],
  },
  {
    name: 'a run whose samples are missing is made again',
    file: 'harness/store/read-interrupted.ts',
    guarded: '.filter((entry) => entry.samplesBytes <= samplesBytes)',
    without: '',
    tests: ['harness/store/read-interrupted.test.ts', 'harness/store/results-folder.test.ts'],
  },
  {
    name: 'a complete invocation is not resumed',
    file: 'harness/store/read-interrupted.ts',
    guarded: 'if (existsSync(join(path, SAMPLES))) {',
    without: 'if (existsSync(join(path, SAMPLES)) && path === SAMPLES) {',
    tests: ['harness/store/read-interrupted.test.ts', 'harness/store/results-folder.test.ts'],
  },
  {
    name: 'a link or a pipe in a folder to resume is refused',
    file: 'harness/store/read-interrupted.ts',
    guarded: '  refuseForeignFiles(path);\n',
    without: '',
    tests: ['harness/store/read-interrupted.test.ts'],
  },
  {
    name: 'a file that also has a name elsewhere is refused',
    file: 'harness/store/read-interrupted.ts',
    guarded: 'if (stats.isFile() && stats.nlink === 1) return;',
    without: 'if (stats.isFile()) return;',
    tests: ['harness/store/read-interrupted.test.ts'],
  },
  {
    name: 'an interrupted invocation is read by its schema',
    file: 'harness/store/read-interrupted.ts',
    guarded: 'const parsed = invocationSchema.safeParse(value);\n  if (parsed.success) return parsed.data;',
    without:
      'const parsed = invocationSchema.safeParse(value);\n  if (parsed.success || path !== "") return value as Invocation;',
    tests: ['harness/store/read-interrupted.test.ts'],
  },
  {
    name: 'a journal is read by its schema',
    file: 'harness/store/read-interrupted.ts',
    guarded:
      'const parsed = journalEntrySchema.safeParse(value);\n    if (parsed.success) return parsed.data;',
    without:
      'const parsed = journalEntrySchema.safeParse(value);\n    if (parsed.success || path !== "") return value as JournalEntry;',
    tests: ['harness/store/read-interrupted.test.ts'],
  },
];
