/** The command that shows what `tune` answers. */
import type { TuningReport } from '../../../tune/tuning-report.ts';
import { commandOfCase, typeValue } from '../answer/case-command.ts';

/** `npx tidemark run --scenario await-drain --param highWaterMark=256KiB,1MiB`: the chosen value and the fastest. */
export function commandOfTuning(report: TuningReport): string {
  const { parameter, kind, parameters, parameterKinds, givenParameters } = report;
  const shown = [report.chosen, report.best, report.default].filter((one) => one !== undefined);
  const values = [...new Set(shown.map(({ value }) => value))].slice(0, 2);
  const typed = values.map((value) => typeValue(value, kind)).join(',');
  return commandOfCase(
    {
      ...report,
      parameters: { ...parameters, [parameter]: typed },
      parameterKinds: { ...parameterKinds, [parameter]: 'choice' },
    },
    [...givenParameters, parameter],
  );
}
