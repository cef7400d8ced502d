// Two thousand lines.
for (let line = 0; line < 2000; line += 1) {
  console.log(`line ${line} of a report that somebody wants to read, with some more text to make it longer`);
}
