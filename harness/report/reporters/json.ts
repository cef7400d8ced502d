import { renderJsonText } from './json-text.ts';
import type { Reported } from './reported.ts';

/** The data itself, which has the version of its schema. A figure that is missing is absent. */
export const renderJson = (reported: Reported): string =>
  renderJsonText(reported.kind === 'run' ? reported.report : reported.comparison);
