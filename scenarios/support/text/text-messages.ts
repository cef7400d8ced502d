interface TextMessagesOptions {
  readonly messageSize: number;
  readonly volume: number;
}

/** Makes messages of ASCII text, `volume` characters in all: each begins with a number of its own. */
export function* textMessages({ messageSize, volume }: TextMessagesOptions): Generator<string> {
  const bytes = Buffer.alloc(messageSize, 'tidemark ');
  for (let left = volume; left > 0; left -= messageSize) {
    bytes.write(String(left).padStart(32, '0'));
    yield bytes.toString('latin1');
  }
}
