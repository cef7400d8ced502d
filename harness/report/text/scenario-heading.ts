import { quoteLine } from './terminal-text.ts';

/** The name of a scenario as it is shown, followed by its title; a scenario without a title has its name as title. */
export const scenarioHeading = (
  shownName: string,
  { scenario, title }: { readonly scenario: string; readonly title: string },
): string => (title === scenario ? shownName : `${shownName}  ${quoteLine(title)}`);
