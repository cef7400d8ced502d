import { quoteLine } from './terminal-text.ts';

/** The name of a scenario as it is shown, and its title if it says more: without one of its own, the title is the name. */
export const scenarioHeading = (
  shownName: string,
  { scenario, title }: { readonly scenario: string; readonly title: string },
): string => (title === scenario ? shownName : `${shownName}  ${quoteLine(title)}`);
