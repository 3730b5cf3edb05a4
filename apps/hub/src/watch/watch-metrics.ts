import { type EpisodeKind, episodeKinds } from '@activity-hub/contracts/activity/source-health';
import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { WatchObserver } from './start-watch.ts';

/** Episodes as metrics and log lines; by kind only, since sources are as many as keys. */
export function createWatchMetrics(registry: Registry, logger: Logger): WatchObserver {
  const begun = new Counter({
    name: 'hub_episodes_total',
    help: 'Episodes that began: unusual refusals, unusual silence, late consumers, full stores',
    labelNames: ['kind'],
    registers: [registry],
  });
  const open = new Gauge({
    name: 'hub_episodes_open',
    help: 'Episodes that go on',
    labelNames: ['kind'],
    registers: [registry],
  });
  const used = new Gauge({
    name: 'hub_storage_used_bytes',
    help: 'Bytes that a store takes: the disk of the data folder, the database',
    labelNames: ['store'],
    registers: [registry],
  });
  const limit = new Gauge({
    name: 'hub_storage_limit_bytes',
    help: 'Bytes that a store may take',
    labelNames: ['store'],
    registers: [registry],
  });
  return {
    began(kind, key, details) {
      begun.inc({ kind });
      logger.warn({ kind, key, ...details }, 'episode.began');
    },
    ended: (kind, key) => logger.info({ kind, key }, 'episode.ended'),
    stored(uses) {
      for (const { store, usedBytes, limitBytes } of uses) {
        used.set({ store }, usedBytes);
        limit.set({ store }, limitBytes);
      }
    },
    open(episodes) {
      const counts = new Map<EpisodeKind, number>(episodeKinds.map((kind) => [kind, 0]));
      for (const { kind } of episodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      for (const [kind, count] of counts) open.set({ kind }, count);
    },
    failed: (failure) => logger.warn({ err: failure }, 'watch.failed'),
  };
}
