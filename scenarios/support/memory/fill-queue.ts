interface Order {
  readonly id: number;
  readonly price: number;
  readonly amount: number;
  readonly isPaid: boolean;
}

/**
 * Makes so many objects, and keeps the last `queued` of them in a queue: each lives while as many others are made, and
 * is then garbage. Returns the sum of all amounts, so that no object is optimized away.
 */
export function fillQueue({
  objects,
  queued,
}: {
  readonly objects: number;
  readonly queued: number;
}): number {
  const queue: (Order | undefined)[] = new Array(queued).fill(undefined);
  let sum = 0;
  for (let id = 0; id < objects; id += 1) {
    sum += queue[id % queued]?.amount ?? 0;
    queue[id % queued] = { id, price: id, amount: 1, isPaid: true };
  }
  return sum + queue.reduce((rest, order) => rest + (order?.amount ?? 0), 0);
}
