import * as stream from 'node:stream';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'four-stream-types',
  claim: {
    statement: 'Node has four types of streams: Readable, Writable, Duplex and Transform.',
    source: ['000'],
    rule: ({ recorded: { exported = 0, others = 0 } }) => ({
      verdict: exported === 4 && others === 0 ? 'true' : exported === 4 ? 'partly' : 'false',
      condition: 'there are others in addition',
      reading: `node:stream has ${exported} of the four classes, and ${others} that derives from none of them`,
    }),
  },
  run({ record }) {
    const four: unknown[] = [stream.Readable, stream.Writable, stream.Duplex, stream.Transform];
    const classes = Object.values(stream).filter(
      (value) => typeof value === 'function' && value.prototype instanceof stream.Stream,
    );
    record('exported', four.filter((type) => classes.includes(type as never)).length);
    // PassThrough is a Transform.
    const derives = (type: { prototype: unknown }) =>
      four.some((base) => type === base || type.prototype instanceof (base as typeof stream.Readable));
    record('others', classes.filter((type) => !derives(type as never)).length);
  },
});
