/** `tune`: chooses the smallest value of a parameter that is fast enough, and prints that last. */
import type { TuneOptions } from '../command-line/tune.ts';
import { EXIT } from '../errors.ts';
import { listenForInterrupts } from '../measure/interruption.ts';
import { measureTune } from '../measure/tune/measure-tune.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { writeTuningReports } from '../report/ci/tuning-reports.ts';
import { prepareReports, takesStdout } from '../report/ci/write-reports.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { renderTuning } from '../report/terminal/tune/tuning.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { TuningVerdict } from '../tune/tuning.ts';

export async function tune(
  options: TuneOptions,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  prepareReports(options.reporters);
  const interruption = listenForInterrupts(terminal);
  try {
    const { tuning, path } = await measureTune(options, argv, { interruption, terminal });
    if (tuning !== undefined && interruption.exitCode === undefined) {
      if (options.json) terminal.print(renderJsonText(tuning));
      else if (!takesStdout(options.reporters)) terminal.print(renderTuning(tuning, terminal));
      writeTuningReports(options, tuning, terminal);
    }
    terminal.say(terminal.colors.dim(`results in ${quoteLine(path)}`));
    if (interruption.exitCode === undefined && tuning !== undefined)
      return decideTuneExit(tuning.verdict, options.strict);
    terminal.say('interrupted; the finished runs are saved, this invocation cannot be resumed');
    return interruption.exitCode ?? EXIT.notMeasured;
  } finally {
    interruption.stop();
  }
}

function decideTuneExit(verdict: TuningVerdict, strict: boolean): number {
  switch (verdict) {
    case 'failed':
      return EXIT.notMeasured;
    case 'nothing-fits':
      return EXIT.failed;
    case 'undecided':
      return strict ? EXIT.inconclusive : EXIT.pass;
    default:
      return EXIT.pass;
  }
}
