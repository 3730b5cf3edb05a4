import { z } from 'zod';
import type { JsonObject } from '../event.ts';

/**
 * JSON Schema 2020-12 of a configuration as it is given: defaults may be left out. Rules that only code can tell
 * (refinements) are not in it: the plugin itself refuses what breaks them when it is opened.
 */
export function configJsonSchema(config: z.ZodType): JsonObject {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(config, { target: 'draft-2020-12', io: 'input' });
  return schema as JsonObject;
}
