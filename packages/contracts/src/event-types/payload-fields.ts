import { z } from 'zod';

/** Building blocks of payload schemas: one meaning, one definition. */

/** A producer's own id of a thing: no format is demanded, because every subsystem has its own. */
export const foreignId = z.string().min(1).max(255);
export const optionalId = foreignId.nullish();
export const shortText = z.string().max(1024).nullish();
export const count = z.int().min(0).nullish();
export const score = z.number().nullish();
export const amount = z
  .union([z.number(), z.string().regex(/^-?\d{1,60}(\.\d{1,30})?$/)])
  .describe('A number, or a decimal text where a number cannot keep every digit.');
export const userId = z.guid().nullish();
export const calendarDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
