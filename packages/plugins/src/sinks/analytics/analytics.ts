import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import type { Sink } from '@activity-hub/contracts/plugin/sink';
import { z } from 'zod';
import { batchOf, batchSettings } from '../batch-settings.ts';
import { deliverObjects } from '../s3/deliver-objects.ts';
import { gzippedNdjson } from '../s3/gzipped-ndjson.ts';
import { s3Settings } from '../s3/s3-config.ts';
import { rowOf } from './analytics-columns.ts';

const config = z.strictObject({
  ...s3Settings,
  prefix: s3Settings.prefix.default('analytics/'),
  format: z
    .enum(['parquet', 'ndjson'])
    .default('parquet')
    .meta(
      shownAs({
        en: ['Format', 'Parquet with zstd, or gzipped NDJSON.'],
        ru: ['Формат', 'Parquet со сжатием zstd или NDJSON со сжатием gzip.'],
      }),
    ),
  ...batchSettings({ events: 1_000, gatherSeconds: 30 }),
  with_metadata: z
    .boolean()
    .default(false)
    .meta(
      shownAs({
        en: ['With metadata', 'Whether metadata (addresses, devices) is written too.'],
        ru: ['С метаданными', 'Записывать ли и метаданные: адреса, устройства.'],
      }),
    ),
});
export type AnalyticsConfig = z.infer<typeof config>;

/** Events as rows of a table, for whatever reads Parquet or NDJSON from a bucket. */
export const analytics: Sink<AnalyticsConfig> = {
  manifest: {
    id: 'analytics',
    version: '1.0.0',
    kind: 'sink',
    hub: '^0.1.0',
    title: { en: 'Analytics', ru: 'Аналитика' },
    description: {
      en: 'Writes events as rows to a bucket, in Parquet or NDJSON, one object per batch and day.',
      ru: 'Записывает события строками таблицы в бакет, в Parquet или NDJSON: один объект на пакет и день.',
    },
    config,
    topics: ['activity.**'],
    scope: 'stream',
    windows: [],
    emits: [],
  },

  batch: batchOf,

  async connect(settings, context) {
    // Both are large: a hub without such a sink does not load them.
    const { objectStore } = await import('../s3/object-store.ts');
    const { parquetFormat } = await import('./parquet-format.ts');
    const { prefix, format, with_metadata } = settings;
    const store = objectStore('analytics', settings, context);
    const written =
      format === 'parquet' ? parquetFormat(with_metadata) : gzippedNdjson((event) => rowOf(event, with_metadata));
    return {
      deliver: (batch) => deliverObjects(store, prefix, written, batch),
      close: async () => store.close(),
    };
  },
};
