/** What is known of a class of emitters. It is asked for whenever one is made, and so is on the prototype itself, unseen. */
import { Given } from '../../../meter/node/state.ts';

export interface ClassFacts {
  /** Whether its methods were looked at. */
  isSeen: boolean;
  /** Whether it is one of Node's, which hold nothing by themselves. */
  isPlain: boolean;
  /** Where only Node was seen to make them. */
  byNode: MadeByNode | undefined;
}

/** How often in turn only Node was on the stack. */
export interface MadeByNode {
  times: number;
  askAt: number;
  step: number;
  /** The one that was asked for last. */
  last: WeakRef<object>;
}

class Prototype extends Given {
  #facts: ClassFacts = { isSeen: false, isPlain: false, byNode: undefined };

  static factsOf(prototype: object): ClassFacts {
    if (!(#facts in prototype)) new Prototype(prototype);
    return (prototype as Prototype).#facts;
  }
}

export const factsOf = Prototype.factsOf;
