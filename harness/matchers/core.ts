/** What the entry for Jest requires: the build makes one CommonJS file of it. */
export { describeForgotten, MATCHER_NAMES, match, TEST_TIMEOUT_MS } from './matchers.ts';
