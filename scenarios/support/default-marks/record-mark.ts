export type RecordFigure = (name: string, value: number) => void;

type Side = 'writable' | 'readable';

/** Either or both sides of a stream. */
interface Marks {
  readonly writableHighWaterMark?: number | undefined;
  readonly readableHighWaterMark?: number | undefined;
  readonly writableObjectMode?: boolean | undefined;
  readonly readableObjectMode?: boolean | undefined;
}

/** Records the highWaterMark of each side that the stream has, or of one of them. */
export type RecordMark = (name: string, stream: object, side?: Side) => void;

/** The names say what is counted: `net.Socket writableBytes`, `Readable.from() readableObjects`. */
export function markRecorder(record: RecordFigure): RecordMark {
  return (name, stream, side) => {
    const { writableHighWaterMark, readableHighWaterMark, ...modes } = marksOf(stream);
    if (side !== 'readable' && writableHighWaterMark !== undefined)
      record(`${name} writable${modes.writableObjectMode ? 'Objects' : 'Bytes'}`, writableHighWaterMark);
    if (side !== 'writable' && readableHighWaterMark !== undefined)
      record(`${name} readable${modes.readableObjectMode ? 'Objects' : 'Bytes'}`, readableHighWaterMark);
  };
}

const marksOf = ({
  writableHighWaterMark,
  readableHighWaterMark,
  writableObjectMode,
  readableObjectMode,
}: Marks): Marks => ({
  writableHighWaterMark,
  readableHighWaterMark,
  writableObjectMode,
  readableObjectMode,
});
