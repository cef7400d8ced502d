/** Runs in the page and only adds to it: without it, everything can still be read. */

// A link to a case inside of closed details opens them.
export {};
