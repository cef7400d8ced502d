/** Classes of lines of one kind, in the style sheet: two to five can be told apart. */
export const OVERLAY_KINDS: readonly string[] = [
  'overlay-1',
  'overlay-2',
  'overlay-3',
  'overlay-4',
  'overlay-5',
];
