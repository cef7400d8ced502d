/** The two sides of a comparison. A is what B is compared with. Pure. */

/** One value for each side. */
export interface Sides<Value> {
  readonly a: Value;
  readonly b: Value;
}

export type SideName = keyof Sides<unknown>;

export const SIDE_NAMES = ['a', 'b'] as const satisfies readonly SideName[];

/** The name of a side as it is shown. */
export const labelSide = (side: SideName): 'A' | 'B' => (side === 'a' ? 'A' : 'B');

export const mapSides = <Value, Mapped>(
  { a, b }: Sides<Value>,
  map: (value: Value, side: SideName) => Mapped,
): Sides<Mapped> => ({ a: map(a, 'a'), b: map(b, 'b') });
