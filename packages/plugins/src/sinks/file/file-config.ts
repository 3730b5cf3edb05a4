import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';
import { batchSettings } from '../batch-settings.ts';

export const fileConfig = z.strictObject({
  prefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
    .default('events')
    .meta(
      shownAs({
        en: ['Prefix', 'How the names of the files begin.'],
        ru: ['Начало имени', 'С чего начинаются имена файлов.'],
      }),
    ),
  max_megabytes: z
    .number()
    .min(0.001)
    .max(10_240)
    .default(64)
    .meta(
      shownAs({
        en: ['Largest file, megabytes', 'Size at which the next file is begun.'],
        ru: ['Размер файла, мегабайт', 'При каком размере начинается следующий файл.'],
      }),
    ),
  ...batchSettings({ events: 1_000, gatherSeconds: 0 }),
});
export type FileConfig = z.infer<typeof fileConfig>;
