/** Questions that the scenarios answer between versions of Node, each with what the command printed. */

export const renderShowPieces = (): string => `## Between versions of Node

\`ab\` runs a scenario on two versions of Node in turn, and downloads those that are not installed. These were run on Linux:

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
- **What a small Buffer pins.** The slabs of the pool are 64 KiB instead of 8 since Node 24.18 and 26.3. Where one message
  of 512 bytes in 128 is stored, each pins a slab, and \`recorded.pinnedPerStoredByte\` is 128 instead of 16. The axis
  \`poolSize\` shows both sizes on every Node:

  \`\`\`sh
  npx tidemark run --scenario slab-retention --param storedOneIn=128 --param poolSize=8KiB,64KiB
  \`\`\``;
