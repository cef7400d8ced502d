import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'settimeout-0-end',
  claim: {
    statement: 'setTimeout() with 0 sends a callback to the end of the line.',
    source: ['002'],
    rule: ({ recorded: { laterTick, laterPromise, laterTimer } }) => ({
      verdict: laterTick === 1 || laterPromise === 1 ? (laterTimer === 1 ? 'false' : 'partly') : 'true',
      condition: 'of the timers; what nextTick() and promises add later still comes before it',
      reading: `before it came a later nextTick(): ${laterTick === 1}, a later promise: ${laterPromise === 1}, a later timer: ${laterTimer === 1}`,
    }),
  },
  async run({ record }) {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      setTimeout(() => order.push('timeout'), 0);
      setTimeout(() => {
        order.push('timer');
        resolve();
      }, 0);
      process.nextTick(() => order.push('tick'));
      void Promise.resolve().then(() => order.push('promise'));
    });
    const isBefore = (name: string) => Number(order.indexOf(name) < order.indexOf('timeout'));
    record('laterTick', isBefore('tick'));
    record('laterPromise', isBefore('promise'));
    record('laterTimer', isBefore('timer'));
  },
});
