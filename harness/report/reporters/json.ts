import { renderJsonText } from './json-text.ts';
import type { Reported } from './reported.ts';

/** Of a comparison. A report has a version of its own. */
const COMPARISON_SCHEMA_VERSION = 1;

/** The data itself. A figure that is missing is absent. */
export function renderJson(reported: Reported): string {
  const data =
    reported.kind === 'run'
      ? reported.report
      : { schemaVersion: COMPARISON_SCHEMA_VERSION, ...reported.comparison };
  return renderJsonText(data);
}
