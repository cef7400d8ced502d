import { seeEarlierClass } from '../foreign-classes.ts';
import { isWebStream } from '../web-streams.ts';

interface Count {
  readonly web: (stream: object) => void;
  /** Whatever is not a stream is left alone. */
  readonly other: (stream: object) => void;
}

/** Counts objects that were there before, of any kind. False if some could not be looked at. */
export function adopt(objects: readonly object[], count: Count): boolean {
  let wereAllSeen = true;
  for (const object of objects) {
    try {
      // A prototype has none of what its objects have.
      if (!Object.hasOwn(object, 'constructor')) adoptOne(object, count);
    } catch {
      // Such as a Proxy that throws.
      wereAllSeen = false;
    }
  }
  return wereAllSeen;
}

function adoptOne(object: object, count: Count): void {
  if (isWebStream(object)) {
    count.web(object);
    return;
  }
  seeEarlierClass(object);
  count.other(object);
}
