/** What a test fails with. Loaded into the thread of the tests when there is something to judge. */
import { renderFinding } from '../../report/terminal/doctor-findings.ts';
import { makeColors } from '../../report/text/colors.ts';
import { makeSafe } from '../../report/text/terminal-text.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { locate } from '../diagnosis/locate.ts';
import type { DoctorSite } from '../findings.ts';
import { readSource } from '../outside/read-source.ts';
import type { ThreadSnapshot } from '../snapshot.ts';

const WIDTH = 100;

interface Verdict {
  /** In words. */
  readonly alarms: readonly string[];
  /** Which sites of the thread these are about. */
  readonly blamed: readonly number[];
}

export function judgeSites(thread: ThreadSnapshot): Verdict {
  const alarms = diagnose([thread]).filter(({ level }) => level === 'alarm');
  const style = { colors: makeColors(false), width: WIDTH, folder: process.cwd(), readSource };
  const lines = new Set(alarms.map(({ site }) => keyOf(site)));
  return {
    // The test runner prints it as it is.
    alarms: alarms.map((alarm) => makeSafe(renderFinding(alarm, style), false)),
    blamed: thread.sites.flatMap(({ frames }, index) =>
      lines.has(keyOf(locate(frames).site)) ? [index] : [],
    ),
  };
}

const keyOf = (site: DoctorSite | undefined): string => `${site?.file}:${site?.line}`;
