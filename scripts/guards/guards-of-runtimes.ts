/** What keeps a figure that a runtime does not have from being shown, or from passing. */
import type { Guard } from './guard.ts';

export const GUARDS_OF_RUNTIMES: readonly Guard[] = [
  {
    name: 'an expectation by figures that another runtime does not have is refused',
    file: 'harness/prepare/take-measurable.ts',
    guarded: 'if (!requested.all || others.length === subjects.length) {',
    without: 'if (others.length === subjects.length) {',
    tests: ['harness/prepare/take-measurable.test.ts'],
  },
  {
    name: 'a run of another runtime has no figures of V8',
    file: 'harness/runner/build-run-result.ts',
    guarded: '...(plan.runtime === undefined\n',
    without: '...(true\n',
    tests: ['harness/runner/build-run-result.test.ts'],
  },
  {
    name: 'growth runs of another runtime read no live memory',
    file: 'harness/plan/plan-runs.ts',
    guarded: 'const readsLiveMemory = subject.runtime === undefined;',
    without: 'const readsLiveMemory = true;',
    tests: ['harness/plan/plan-runs.test.ts'],
  },
  {
    name: 'a check by memory that is not true is not passed',
    file: 'harness/judge/explain-unmeasured.ts',
    guarded: "warnings.has('false-memory-read')\n",
    without: 'warnings.size < 0\n',
    tests: ['harness/judge/judge-case.test.ts'],
  },
  {
    name: 'a program that reads its memory is noted',
    file: 'harness/child/other-memory.ts',
    guarded: '      note();\n',
    without: '',
    tests: ['harness/child/other-memory.test.ts'],
  },
  {
    name: 'what one stream has that is not counted is in no sum',
    file: 'harness/meter/watch.ts',
    guarded: 'this.#uncounted.size === 0 && {',
    without: 'this.#uncounted.size >= 0 && {',
    tests: ['harness/meter/http/outgoing-messages.test.ts'],
  },
  {
    name: 'figures of a label of which a stream is not counted are not shown',
    file: 'harness/meter/watch.ts',
    guarded: '.filter(([name]) => !this.#uncounted.has(name))',
    without: '',
    tests: ['harness/meter/http/outgoing-messages.test.ts'],
  },
  {
    name: 'sums over labels are absent if one is not counted',
    file: 'harness/metric-readers.ts',
    guarded: ' || uncounted.length > 0',
    without: '',
    tests: ['harness/metrics.test.ts'],
  },
  {
    name: 'streams whose lengths are not seen have no figures',
    file: 'harness/meter/watch.ts',
    guarded: "areNodeStreamsSeen() === false ? 'node-streams-not-counted' : undefined",
    without: 'undefined',
    tests: ['harness/meter/node/unseen-streams.test.ts'],
  },
  {
    name: 'an HTTP message that is written past its class has no figures',
    file: 'harness/meter/http/outgoing-messages.ts',
    guarded: '  if (writesPast(message)) return false;\n',
    without: '',
    tests: ['harness/meter/http/outgoing-messages.test.ts'],
  },
  {
    name: 'a baseline does not choose the runtime that is started',
    file: 'harness/prepare/recall-baseline.ts',
    guarded:
      "if (options.runtimes.length === 0) refuseUnconfirmed('runtimes', request.runtimes ?? [], [], source);",
    without: '',
    tests: ['harness/prepare/recall-baseline.test.ts'],
  },
  {
    name: 'an interrupted invocation does not choose the runtime that is started',
    file: 'harness/prepare/recall-interrupted.ts',
    guarded: "  refuseUnconfirmed('runtimes', runtimes.filter(isOtherBinary), typed.runtimes, source);\n",
    without: '',
    tests: ['harness/prepare/recall-interrupted.test.ts'],
  },
];
