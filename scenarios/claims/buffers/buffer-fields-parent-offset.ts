import { defineScenario } from '../../../harness/scenario.ts';

const NAMES = ['_parent', '_offset', '_length', 'ptr'];

export default defineScenario({
  name: 'buffer-fields-parent-offset',
  claim: {
    statement: 'A Buffer has the fields _parent, _offset, _length and ptr.',
    source: ['001'],
    rule: ({ recorded: { fields, known } }) => ({
      verdict: fields === 0 ? 'false' : fields === NAMES.length ? 'true' : 'partly',
      condition: 'for some of them',
      reading: `of ${NAMES.join(', ')}, a Buffer has ${fields}; of buffer, byteOffset and byteLength ${known}`,
    }),
  },
  run({ record }) {
    const buffer = Buffer.from('some text');
    record('fields', NAMES.filter((name) => name in buffer).length);
    record('known', ['buffer', 'byteOffset', 'byteLength'].filter((name) => name in buffer).length);
  },
});
