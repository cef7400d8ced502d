/** What a page that is watched asks its server for. */
export const LIVE_STATE = '/state';

export interface LiveState {
  /** Another for each page. */
  readonly version: number;
  /** There will be no other page. */
  readonly isDone: boolean;
}
