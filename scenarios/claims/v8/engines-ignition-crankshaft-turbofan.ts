import { execFileSync } from 'node:child_process';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'engines-ignition-crankshaft-turbofan',
  claim: {
    statement: 'The compilers of V8 are Ignition, Crankshaft and TurboFan.',
    source: ['002'],
    rule: ({ recorded: { ignition = 0, crankshaft = 0, turbofan = 0, sparkplug = 0, maglev = 0 } }) => ({
      verdict: crankshaft > 0 ? 'true' : 'false',
      reading: `the options of V8 name Ignition ${times(ignition)}, Crankshaft ${times(crankshaft)}, TurboFan ${times(turbofan)}, Sparkplug ${times(sparkplug)} and Maglev ${times(maglev)}`,
    }),
  },
  run({ record }) {
    const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
    if (!/turbofan/i.test(options)) throw new Error('no compiler is named');
    for (const name of ['ignition', 'crankshaft', 'turbofan', 'sparkplug', 'maglev'])
      record(name, options.match(new RegExp(name, 'gi'))?.length ?? 0);
  },
});

const times = (count: number) => (count === 0 ? 'never' : 'several times');
