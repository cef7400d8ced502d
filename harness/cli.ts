#!/usr/bin/env node
/** argv -> command -> exit code. */
import { COMPLETE } from './completion/scripts.ts';
import {
  CompiledFileError,
  describeRefused,
  EXIT,
  ResultsError,
  TempFolderError,
  UsageError,
} from './errors.ts';
import { readToolVersion } from './package-root.ts';
import { openTerminal } from './report/terminal/open-terminal.ts';
import { watchOutputs } from './report/terminal/watch-outputs.ts';

const terminal = openTerminal(process);
const argv = process.argv.slice(2);

const outputs = watchOutputs(process, terminal.say);
// Not before: what was printed last may fail after the command has ended.
process.on('exit', () => {
  if (outputs.isIncomplete && process.exitCode === EXIT.pass) process.exitCode = EXIT.resultsNotWritten;
});

if (argv[0] === COMPLETE) await complete();
else {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = explain(error);
  }
}

/** For a shell: nothing else is loaded, and nothing is said. */
async function complete(): Promise<void> {
  const { answerShell } = await import('./completion/answer.ts');
  const words = await answerShell(argv.slice(1), process.env);
  if (words !== '') terminal.print(words.replace(/\n$/, ''));
}

async function main(): Promise<number> {
  const { parseCommandLine } = await import('./command-line/parse.ts');
  const command = await parseCommandLine(argv, {
    version: readToolVersion(),
    width: terminal.width,
    listScenarios: async () => (await import('./catalogue/built-in.ts')).listNames(),
    readConfig: async (file) => (await import('./config/read/read-config.ts')).readConfig(file),
    env: process.env,
  });
  // Each command loads only what it needs.
  switch (command.command) {
    case 'run':
      return (await import('./commands/run.ts')).run(command, argv, terminal);
    case 'ab':
      return (await import('./commands/ab.ts')).ab(command, argv, terminal);
    case 'tune':
      return (await import('./commands/tune.ts')).tune(command, argv, terminal);
    case 'check':
      return (await import('./commands/check.ts')).check(command, argv, terminal);
    case 'merge':
      return (await import('./commands/merge.ts')).merge(command, terminal);
    case 'gate-selftest':
      return (await import('./gate-trials/gate-selftest.ts')).gateSelftest(command, terminal);
    case 'baseline':
      return (await import('./commands/baseline.ts')).baseline(command, terminal);
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(command, terminal);
    case 'claims':
      return (await import('./commands/claims.ts')).claims(command, argv, terminal);
    case 'list':
      return (await import('./commands/list.ts')).list(command, terminal);
    case 'init':
      return (await import('./commands/init.ts')).init(command, terminal);
    case 'compare':
      return (await import('./commands/compare.ts')).compare(command, terminal);
    case 'report':
      return (await import('./commands/report.ts')).report(command, terminal);
    case 'survive':
      return (await import('./commands/survive.ts')).survive(command, argv, terminal);
    case 'prune':
      return (await import('./commands/prune.ts')).prune(command, terminal);
    case 'print-config':
      return (await import('./commands/print-config.ts')).printConfig(command, terminal);
    case 'completion':
      return (await import('./commands/completion.ts')).completion(command, terminal);
    case 'none':
      return EXIT.pass;
  }
}

/** Whatever asks for it throws. */
function isCurrentFolderGone(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
}

/** Says what happened and what to try; returns the exit code. */
function explain(error: unknown): number {
  const { colors, say } = terminal;
  if (isCurrentFolderGone(error)) {
    say(`${colors.red('tidemark:')} the current folder does not exist any more`);
    say('  change to a folder that exists');
    return EXIT.usage;
  }
  if (error instanceof UsageError) {
    say(`${colors.red('tidemark:')} ${error.message}`);
    if (error.hint !== undefined) say(`  ${error.hint}`);
    return EXIT.usage;
  }
  if (error instanceof ResultsError) {
    say(`${colors.red('tidemark:')} ${error.message}`);
    say(`  check the free space and the permissions of that folder, or choose another with ${error.option}`);
    return EXIT.resultsNotWritten;
  }
  if (error instanceof TempFolderError) {
    say(`${colors.red('tidemark:')} ${error.message}`);
    say('  set TMPDIR to a folder that exists, has free space and can be written to');
    return EXIT.resultsNotWritten;
  }
  if (error instanceof CompiledFileError) {
    say(`${colors.red('tidemark:')} ${error.message}`);
    say('  check the free space and the permissions of that folder');
    return EXIT.resultsNotWritten;
  }
  const refused = describeRefused(error);
  if (refused !== undefined) {
    say(`${colors.red('tidemark:')} ${refused.message}`);
    say(`  ${refused.hint}`);
    return refused.exitCode;
  }
  say(`${colors.red('tidemark: internal error; please report it, with the lines below')}`);
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.bug;
}
