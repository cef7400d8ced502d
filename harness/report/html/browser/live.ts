import { LIVE_STATE, type LiveState } from '../live.ts';

const EVERY_MS = 2000;
/** Whoever reads a value or types a word is not interrupted. */
const QUIET_MS = 5000;

/** Loads a page that is watched again as soon as there is another, unless somebody is using it. */
export function followLive(): void {
  const notice = document.querySelector<HTMLElement>('[data-live]');
  if (notice === null) return;
  let usedAt = Number.NEGATIVE_INFINITY;
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel'])
    addEventListener(kind, () => {
      usedAt = performance.now();
    });
  let shown: number | undefined;
  const look = async (): Promise<void> => {
    const state = await ask();
    if (state === undefined) {
      notice.textContent = 'The run has ended, or was stopped: the page is in its folder.';
      return;
    }
    shown ??= state.version;
    if (state.version !== shown && performance.now() - usedAt > QUIET_MS) location.reload();
    else setTimeout(look, EVERY_MS);
  };
  void look();
}

async function ask(): Promise<LiveState | undefined> {
  try {
    return (await (await fetch(LIVE_STATE)).json()) as LiveState;
  } catch {
    return undefined;
  }
}
