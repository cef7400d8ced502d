import * as crypto from 'node:crypto';
import * as stream from 'node:stream';
import { Transform } from 'node:stream';
import * as streamWeb from 'node:stream/web';
import * as zlib from 'node:zlib';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'transform-json-parsing',
  claim: {
    statement: 'Examples of Transforms that come with Node are gzip, encryption and JSON parsing.',
    source: ['000'],
    rule: ({ recorded: { gzip = 0, cipher = 0, jsonClasses = 0, classes = 0 } }) => {
      const found = [gzip, cipher, jsonClasses].filter((count) => count > 0).length;
      return {
        verdict: found === 3 ? 'true' : found > 0 ? 'partly' : 'false',
        condition:
          'true of gzip and encryption; Node has no Transform that parses JSON, which a program has to write',
        reading: `gzip ${is(gzip)} a Transform, a cipher ${is(cipher)}; of ${classes} classes of node:stream, crypto and zlib ${jsonClasses} have JSON in their name`,
      };
    },
  },
  async run({ record }) {
    record('gzip', Number(zlib.createGzip() instanceof Transform));
    const cipher = crypto.createCipheriv('aes-256-cbc', crypto.randomBytes(32), crypto.randomBytes(16));
    record('cipher', Number(cipher instanceof Transform));
    const classes = [stream, crypto, zlib, streamWeb].flatMap((module) =>
      Object.entries(module).filter(([name, value]) => typeof value === 'function' && /^[A-Z]/.test(name)),
    );
    record('classes', classes.length);
    record('jsonClasses', classes.filter(([name]) => /json/i.test(name)).length);
  },
});

const is = (isTransform: number) => (isTransform ? 'is' : 'is not');
