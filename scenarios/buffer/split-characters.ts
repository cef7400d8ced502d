import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { countCutCharacters, countEuros, euroStream } from '../support/euro-stream.ts';

export default defineScenario({
  name: 'split-characters',
  title: 'Decodes each chunk separately, and breaks the characters in between',
  about: {
    what: 'Calls toString() on each chunk of a text whose characters are three bytes long.',
    why: 'Chunks can end anywhere. A character that is cut becomes U+FFFD and is lost: silently, and only in some places.',
    expect:
      'Two in three chunk boundaries break a character; tests with ASCII or small bodies do not notice.',
  },
  tags: ['string', 'readable', 'wrong'],
  pairedWith: 'string-decoder',
  parameters: { chunkSize: bytes([16 * KiB]), characters: count([4_000_000]) },
  expect: {
    checks: ({ parameters, recorded }) => ({
      'each character that was cut is broken': recorded.broken === countCutCharacters(parameters),
      'at least one character is broken': (recorded.broken ?? 0) > 0,
      'each is replaced by at least one U+FFFD': (recorded.others ?? 0) >= (recorded.broken ?? 0),
    }),
  },
  async run({ parameters, watch, record }) {
    let text = '';
    for await (const chunk of watch('source', euroStream(parameters))) {
      text += chunk.toString(); // BUG: a chunk can begin and end in the middle of a character
    }
    const { whole, others } = countEuros(text);
    record('broken', parameters.characters - whole);
    record('others', others);
  },
});
