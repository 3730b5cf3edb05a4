import { z } from 'zod';
import { batchSettings } from '../batch-settings.ts';

export const fileConfig = z.strictObject({
  prefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
    .default('events')
    .describe('How the names of the files begin.'),
  max_megabytes: z.number().min(0.001).max(10_240).default(64).describe('Size at which the next file is begun.'),
  ...batchSettings({ events: 1_000, gatherSeconds: 0 }),
});
export type FileConfig = z.infer<typeof fileConfig>;
