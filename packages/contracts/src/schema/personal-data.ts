import { z } from 'zod';

/** What makes a field personal. `identifier` names a person, `contact` reaches one, `content` is what one wrote. */
export const personalDataClasses = ['identifier', 'contact', 'content', 'sensitive'] as const;

export const personalField = z.strictObject({
  path: z
    .string()
    .max(512)
    .regex(/^(\/([^~/]|~[01])+){1,16}$/)
    .describe('JSON pointer inside the payload; * stands for any element of a list.'),
  class: z.enum(personalDataClasses),
});
export type PersonalField = z.infer<typeof personalField>;
