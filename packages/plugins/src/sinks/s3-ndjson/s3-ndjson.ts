import type { Sink } from '@activity-hub/contracts/plugin/sink';
import { z } from 'zod';
import { batchOf, batchSettings } from '../batch-settings.ts';
import { deliverObjects } from '../s3/deliver-objects.ts';
import { gzippedNdjson } from '../s3/gzipped-ndjson.ts';
import { s3Settings } from '../s3/s3-config.ts';

const config = z.strictObject({
  ...s3Settings,
  prefix: s3Settings.prefix.default('events/'),
  ...batchSettings({ events: 1_000, gatherSeconds: 30 }),
});
export type S3NdjsonConfig = z.infer<typeof config>;

const format = gzippedNdjson((event) => event);

/** Whole events as gzipped NDJSON, one object per batch and day. */
export const s3Ndjson: Sink<S3NdjsonConfig> = {
  manifest: {
    id: 's3-ndjson',
    version: '1.0.0',
    kind: 'sink',
    hub: '^0.1.0',
    title: { en: 'S3, NDJSON', ru: 'S3, NDJSON' },
    description: {
      en: 'Writes whole events to a bucket as gzipped NDJSON, one object per batch and day.',
      ru: 'Записывает события целиком в бакет в виде сжатого NDJSON: один объект на пакет и день.',
    },
    config,
    topics: ['activity.**'],
    scope: 'stream',
    windows: [],
    emits: [],
  },

  batch: batchOf,

  async connect(settings, context) {
    // The client is large: a hub without such a sink does not load it.
    const { objectStore } = await import('../s3/object-store.ts');
    const store = objectStore('s3-ndjson', settings, context);
    return {
      deliver: (batch) => deliverObjects(store, settings.prefix, format, batch),
      close: async () => store.close(),
    };
  },
};
