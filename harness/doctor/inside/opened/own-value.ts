/** A getter is the program's own: calling it could be seen. */
export const ownValue = (object: object, key: PropertyKey): unknown =>
  Object.getOwnPropertyDescriptor(object, key)?.value;
