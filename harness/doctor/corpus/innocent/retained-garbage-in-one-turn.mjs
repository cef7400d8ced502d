// Garbage of one turn of the event loop.

let sum = 0;
for (let n = 0; n < 1500; n += 1) sum += Buffer.alloc(100_000, n)[9];
console.log(sum);
process.exit(0);
