import * as crypto from 'node:crypto';
import { Duplex, Transform } from 'node:stream';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'crypto-streams-duplex',
  claim: {
    statement: 'Some streams of node:crypto are Duplexes, and not Transforms.',
    source: ['000'],
    rule: ({ recorded: { streams = 0, duplexes = 0, transforms = 0 } }) => ({
      verdict: duplexes > transforms ? 'true' : duplexes > 0 ? 'partly' : 'false',
      condition: 'they are Duplexes only in that every Transform is one',
      reading: `of ${streams} streams of node:crypto ${duplexes} are Duplexes, and ${transforms} of these are Transforms`,
    }),
  },
  run({ record }) {
    const key = crypto.randomBytes(32);
    const iv = crypto.randomBytes(16);
    const streams: unknown[] = [
      crypto.createCipheriv('aes-256-cbc', key, iv),
      crypto.createDecipheriv('aes-256-cbc', key, iv),
      crypto.createHash('sha256'),
      crypto.createHmac('sha256', key),
      crypto.createSign('sha256'),
      crypto.createVerify('sha256'),
    ];
    record('streams', streams.length);
    record('duplexes', streams.filter((stream) => stream instanceof Duplex).length);
    record('transforms', streams.filter((stream) => stream instanceof Transform).length);
  },
});
