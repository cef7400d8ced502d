/** The names of the files in the folder of an invocation. */
export const INVOCATION = 'invocation.json';
export const JOURNAL = 'journal.ndjson';
export const SAMPLES = 'samples.csv';
export const OUTPUT = 'output';
