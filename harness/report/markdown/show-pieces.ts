/** Questions that the scenarios answer between versions of Node, each with what the command printed. */

export const renderShowPieces = (): string => `## Between versions of Node

\`ab\` runs a scenario on two versions of Node in turn, and \`run\` on each \`--node\`; both download what is not installed. These were run on Linux:

- **A leak that shipped in an LTS line.** Node 24.16 to 24.19 kept every byte that \`Blob.stream()\` had read
  ([nodejs/node#63574](https://github.com/nodejs/node/issues/63574)). RSS does not show it; retained ArrayBuffers do, at
  1.00 byte per byte read:

  \`\`\`console
  $ npx tidemark ab --scenario blob-retention --a-node 24.15.0 --b-node 24.16.0 --metrics exact,growth
                          A         B  difference  detectable  verdict
  retained arrBuf      80 B    16 MiB  +16 MiB         16 KiB  regression
  peak RSS         87.7 MiB  87.2 MiB  -0.56 % ?            –  info
  \`\`\`

- **Its repair.** \`--a-node 26.5.1 --b-node 26.6.0\` says \`improvement\`: 16 MiB are retained before, and none after.
- **A Writable without a highWaterMark.** Until Node 26.10, the \`write()\` of what \`toWritable()\` of \`node:stream/iter\` makes
  never says \`false\`: \`pipeline()\` fills it with the whole volume, whatever the budget of the stream behind it:

  \`\`\`console
  $ npx tidemark ab --scenario iter-to-writable --a-node 26.10.0 --b-node 26.12.1 --metrics exact
                        A         B  difference  detectable  verdict
  peak buffered    64 MiB   128 KiB  -63.9 MiB      328 KiB  improvement
  peak RSS         171 MiB  68.3 MiB  -60.2 % ?            –  info
  \`\`\`

- **An end() that loses data.** With the policy \`unbounded\`, \`end()\` rejected what still waited in Node 24 and until 26.7. Of
  64 MiB that nobody awaited, 80 KiB arrive; since 26.9, all do:

  \`\`\`console
  $ npx tidemark run --scenario iter-unbounded-ignore-promise --node 24.21.0 --node 26.12.1
  recorded bytesRead: 80 KiB [node 24.21.0]
  recorded rejectedWrites: 4091 [node 24.21.0]
  recorded bytesRead: 64 MiB [node 26.12.1]
  recorded rejectedWrites: 0 [node 26.12.1]
  \`\`\`

- **What a small Buffer pins.** The slabs of the pool are 64 KiB instead of 8 since Node 24.18 and 26.3. Where one message
  of 512 bytes in 128 is stored, each pins a slab, and \`recorded.pinnedPerStoredByte\` is 128 instead of 16. The axis
  \`poolSize\` shows both sizes on every Node:

  \`\`\`sh
  npx tidemark run --scenario slab-retention --param storedOneIn=128 --param poolSize=8KiB,64KiB
  \`\`\``;
