import { z } from 'zod';
import { reportSchema } from '../report-schema.ts';

/** The JSON Schema of a report file, for other programs: the content of results/report.schema.json. Like the reader, it accepts unknown fields. */
export function renderJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(reportSchema, { io: 'input' }), null, 2)}\n`;
}
