/** All lines that allocate or receive Buffers, and were looked at. */
import type { RetainedSnapshot } from '../../snapshot.ts';
import { unseen } from '../unseen/unseen.ts';
import { type Caller, keyOfCaller } from './call-sites.ts';
import { RetainedSite, type SnapshotAt } from './retained-site.ts';
import { retainedBySite } from './retainers.ts';
import type { Sample } from './sample.ts';

type Retained = readonly Sample<RetainedSite>[];

export class RetainedSites {
  readonly #sites = new Map<string, RetainedSite>();
  /** Mostly it is the same one again. */
  #last: { readonly caller: Caller; readonly site: RetainedSite } | undefined;

  of(caller: Caller): RetainedSite | undefined {
    if (this.#last?.caller !== caller) {
      const site = unseen(() => this.#siteOf(caller));
      this.#last = site && { caller, site };
    }
    return this.#last?.site;
  }

  #siteOf(caller: Caller): RetainedSite {
    const key = keyOfCaller(caller);
    let site = this.#sites.get(key);
    if (site === undefined) {
      site = new RetainedSite(caller.called, caller.frames);
      this.#sites.set(key, site);
    }
    return site;
  }

  /** To be called before the collection at the end. */
  lookBeforeEnd(retained: Retained, at: SnapshotAt): void {
    for (const [site, live] of retainedBySite(retained)) site.lookBeforeEnd(live, at);
  }

  /** `ms`: the end of the program, if that has come. */
  snapshot(retained: Retained, at: SnapshotAt, ms: number): RetainedSnapshot[] {
    const bySite = retainedBySite(retained);
    return [...this.#sites.values()].flatMap((site) => {
      const live = bySite.get(site);
      const now = live && site.snapshot(live, at);
      return site.releasedAtEnd(now, ms) ?? now ?? [];
    });
  }
}
