import { z } from 'zod';
import { reportSchema } from '../report-schema.ts';

/** The JSON Schema of the report file, for programs that read one: what results/report.schema.json holds. Like the reader, it lets unknown fields pass. */
export function renderJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(reportSchema, { io: 'input' }), null, 2)}\n`;
}
