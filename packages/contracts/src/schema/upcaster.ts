import { z } from 'zod';

const pointer = z
  .string()
  .max(512)
  .regex(/^(\/([^~/]|~[01])+){1,16}$/)
  .describe('JSON pointer of a field inside the payload, for example /score.');
const scalar = z.union([z.string().max(1024), z.number(), z.boolean(), z.null()]);

/**
 * One step that turns a payload of a version into one of the next. Declarative, so that it can be shown,
 * stored and run without running code of anybody. A step about a field that is not there does nothing.
 */
export const upcastStep = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('rename'), path: pointer, name: z.string().min(1).max(255) }),
  z.strictObject({ step: z.literal('move'), from: pointer, to: pointer }),
  z
    .strictObject({ step: z.literal('default'), path: pointer, value: z.unknown() })
    .describe('Gives the field this value where it is absent.'),
  z.strictObject({ step: z.literal('remove'), path: pointer }),
  z
    .strictObject({
      step: z.literal('map'),
      path: pointer,
      values: z
        .array(z.strictObject({ from: scalar, to: scalar }))
        .min(1)
        .max(256),
    })
    .describe('Replaces the values that are named; others stay.'),
  z.strictObject({ step: z.literal('convert'), path: pointer, to: z.enum(['number', 'string']) }),
  z
    .strictObject({ step: z.literal('multiply'), path: pointer, by: z.number() })
    .describe('Another unit: 0.001 makes seconds of milliseconds.'),
]);
export type UpcastStep = z.infer<typeof upcastStep>;

export const upcaster = z.array(upcastStep).max(64);
