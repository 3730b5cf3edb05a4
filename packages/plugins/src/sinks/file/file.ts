import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { DeliveryResult, Sink } from '@activity-hub/contracts/plugin/sink';
import { batchOf } from '../batch-settings.ts';
import { type FileConfig, fileConfig } from './file-config.ts';
import { RotatingFile } from './rotating-file.ts';

const BYTES_OF_A_MEGABYTE = 1024 * 1024;

/** Every event as one line of JSON, on the disk before it counts as delivered. */
export const file: Sink<FileConfig> = {
  manifest: {
    id: 'file',
    version: '1.0.0',
    kind: 'sink',
    hub: '^0.1.0',
    title: { en: 'File', ru: 'Файл' },
    description: {
      en: 'Appends events to NDJSON files on the disk of the hub, a new one per day and size.',
      ru: 'Дописывает события в файлы NDJSON на диске хаба: новый файл каждый день и по размеру.',
    },
    config: fileConfig,
    topics: ['activity.**'],
    scope: 'stream',
    windows: [],
    emits: [],
  },

  batch: batchOf,

  async connect({ prefix, max_megabytes }, { dataFolder }) {
    const target = new RotatingFile(dataFolder, prefix, max_megabytes * BYTES_OF_A_MEGABYTE);
    const append = async (batch: readonly RecordedEvent[]): Promise<readonly DeliveryResult[]> => {
      try {
        if (batch.length > 0) await target.append(linesOf(batch), new Date().toISOString().slice(0, 10));
        return batch.map(({ event_id }) => ({ event_id, outcome: 'delivered' }));
      } catch (error) {
        const reason = `cannot be written: ${codeOf(error)}`;
        return batch.map(({ event_id }) => ({ event_id, outcome: 'retry', reason }));
      }
    };
    // One write at a time: two at once could tear each other's lines.
    let turn: Promise<unknown> = Promise.resolve();
    const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
      const result = turn.then(work);
      turn = result.catch(() => undefined);
      return result;
    };
    return {
      deliver: (batch) => inTurn(() => append(batch)),
      close: () => inTurn(() => target.close()),
    };
  },
};

/** An event that stands twice in a batch is written once. */
function linesOf(batch: readonly RecordedEvent[]): string {
  const once = new Map(batch.map((event) => [event.event_id, event]));
  return [...once.values()].map((event) => `${JSON.stringify(event)}\n`).join('');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
