/** The text of the files that `init` writes. */

export interface Dialect {
  readonly isTyped: boolean;
  readonly isCommonJs: boolean;
}

/** A scenario that runs as it is; users replace the slow stream with their own. */
export function renderFirstScenario({ isTyped, isCommonJs }: Dialect): string {
  const load = (names: string, from: string): string =>
    isCommonJs ? `const { ${names} } = require('${from}');` : `import { ${names} } from '${from}';`;
  const imports = [
    load('Writable', 'node:stream'),
    load('pipeline', 'node:stream/promises'),
    load('bytes, defineScenario, KiB, MiB, volume', 'tidemark'),
  ].join('\n');
  return `${imports}

${isCommonJs ? 'module.exports =' : 'export default'} defineScenario({
  title: 'Writes to a slow consumer',

  // What can be varied, as in --param highWaterMark=1MiB. The first value is the default.
  parameters: {
    highWaterMark: bytes([64 * KiB, 16 * KiB]),
    // How many bytes are written. Growth runs vary it, to see whether memory grows with it.
    volume: volume(16 * MiB),
  },

  // If one of these fails, the invocation fails, here and in CI.
  expect: {
    growth: 'bounded',
    checks: ({ parameters, counters }) => ({
      'every byte arrives': counters.sink?.bytesIn === parameters.volume,
    }),
  },

  // Only this is measured.
  async run({ parameters, watch, signal }) {
    // Put your own stream here: watch() counts exactly how much it buffers, and returns it.
    const sink = watch(
      'sink',
      new Writable({
        highWaterMark: parameters.highWaterMark,
        write(_chunk, _encoding, callback) {
          setImmediate(callback);
        },
      }),
    );
    await pipeline(produce(parameters.volume), sink, { signal });
  },
});

function* produce(volumeBytes${isTyped && !isCommonJs ? ': number' : ''}) {
  const chunk = Buffer.alloc(16 * KiB);
  for (let written = 0; written < volumeBytes; written += chunk.length) {
    yield chunk.subarray(0, volumeBytes - written);
  }
}
`;
}

/** A workflow for GitHub Actions that checks what the scenario expects, on each supported Node. */
export function renderWorkflow(scenario: string, hasLockFile: boolean): string {
  return `name: tidemark

on:
  push:
    branches: [main]
  pull_request:

# It only reads the repository.
permissions:
  contents: read

jobs:
  memory:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    strategy:
      fail-fast: false
      matrix:
        node: [20, 22, 24]
    env:
      SCENARIO: ${JSON.stringify(scenario)}
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-node@v5
        with:
          node-version: \${{ matrix.node }}
      - run: npm ${hasLockFile ? 'ci' : 'install'}
      # Fails if an expectation or a limit of the scenario fails.
      - run: npx tidemark run --scenario "$SCENARIO" --reporter github --reporter junit=results/run.xml
      # To fail on regressions too, commit a baseline of each Node (npx tidemark baseline save node-24) and add:
      # - run: npx tidemark check --baseline node-\${{ matrix.node }} --reporter github
      - uses: actions/upload-artifact@v4
        if: \${{ !cancelled() }}
        with:
          name: tidemark-node-\${{ matrix.node }}
          path: results/
`;
}
