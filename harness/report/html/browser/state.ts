/** What is filtered and how it is sorted stands in the address, as `#?text=drain&verdict=linear`: a link to it shows the same. */
export interface State {
  readonly text: string;
  readonly verdict: string;
  readonly tag: string;
  readonly sort: string;
  readonly order: string;
}

const NONE: State = { text: '', verdict: '', tag: '', sort: '', order: '' };
const MARK = '#?';

/** The state of before, where the address is that of a case. */
let last = NONE;

export function readState(): State {
  if (!location.hash.startsWith(MARK)) return last;
  const words = new URLSearchParams(location.hash.slice(MARK.length));
  const entries = Object.keys(NONE).map((name) => [name, words.get(name) ?? '']);
  last = Object.fromEntries(entries) as State;
  return last;
}

/** Without an entry in the history for each letter that is typed. */
export function writeState(changed: Partial<State>): void {
  last = { ...readState(), ...changed };
  const words = Object.entries(last).filter(([, value]) => value !== '');
  const address = `${MARK}${new URLSearchParams(words)}`;
  try {
    history.replaceState(null, '', address);
  } catch {
    // A page in a sandbox has no address that it may change.
  }
}
