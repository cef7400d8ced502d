import type { Reported } from '../text/reported.ts';
import { renderJsonText } from './json-text.ts';

/** The data itself, with the version of its schema. A missing figure is absent. */
export function renderJson(reported: Reported): string {
  return renderJsonText(reported.kind === 'run' ? reported.report : reported.comparison);
}
