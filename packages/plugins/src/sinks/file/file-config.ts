import { z } from 'zod';

export const fileConfig = z.strictObject({
  prefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
    .default('events')
    .describe('How the names of the files begin.'),
  max_megabytes: z.number().min(0.001).max(10_240).default(64).describe('Size at which the next file is begun.'),
});
export type FileConfig = z.infer<typeof fileConfig>;
