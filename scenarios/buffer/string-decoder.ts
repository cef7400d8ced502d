import { addAbortSignal } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { countEuros, euroStream } from '../support/euro-stream.ts';

export default defineScenario({
  name: 'string-decoder',
  title: 'Decodes a stream of text with a StringDecoder',
  about: {
    what: 'Passes each chunk to one StringDecoder, which buffers an incomplete character until the next chunk.',
    why: 'It costs a few bytes. stream.setEncoding() does the same within the stream, whose highWaterMark counts characters then; TextDecoder with { stream: true } does it in browsers, too.',
    expect: 'Every character arrives, wherever the chunks were cut.',
  },
  tags: ['string', 'readable', 'right'],
  pairedWith: 'split-characters',
  parameters: { chunkSize: bytes([16 * KiB]), characters: count([4_000_000]) },
  expect: {
    checks: ({ recorded }) => ({
      'no character is broken': recorded.broken === 0,
      'the text contains no other characters': recorded.others === 0,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const decoder = new StringDecoder('utf8');
    let text = '';
    const source = watch('source', addAbortSignal(signal, euroStream(parameters)));
    for await (const chunk of source) text += decoder.write(chunk);
    text += decoder.end();
    const { whole, others } = countEuros(text);
    record('broken', parameters.characters - whole);
    record('others', others);
  },
});
