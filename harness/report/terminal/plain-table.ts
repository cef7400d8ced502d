const NO_BORDERS = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
  ]
    .concat(['mid', 'mid-mid', 'right', 'right-mid'])
    .map((name) => [name, '']),
);

/** Columns without borders. */
export const PLAIN_TABLE = {
  chars: { ...NO_BORDERS, middle: ' ' },
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
};
