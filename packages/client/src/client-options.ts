import { ActivityClientError } from './client-error.ts';
import type { Refusal } from './verdict.ts';

export interface ActivityClientOptions {
  /** Where the hub listens, for example `https://hub.example.org`. */
  readonly url: string;
  /** The API key of the source, `ahk_…`. Never logged, never in an error. */
  readonly key: string;
  /** Filled in as `source_system`; left out, the hub takes the source of the key. */
  readonly source?: string;
  readonly batchEvents?: number;
  readonly maxBatchBytes?: number;
  /** How long an enqueued event may wait for others. A published one never waits for the clock. */
  readonly flushIntervalMs?: number;
  readonly maxInMemoryEvents?: number;
  readonly maxInMemoryBytes?: number;
  /** Of one request, after which it is tried again. */
  readonly requestTimeoutMs?: number;
  /** Only without a spool: how long a batch is tried before its events are given back. */
  readonly giveUpAfterMs?: number;
  /** Compress the requests: worth it over a network, not on one machine. */
  readonly gzip?: boolean;
  /** A folder of this process alone, for events that wait for the hub. Without it they wait in memory only. */
  readonly spoolDir?: string;
  readonly maxSpoolBytes?: number;
  /** Whether an event counts as spooled only when the disk confirmed it. */
  readonly fsync?: boolean;
  readonly fetch?: typeof globalThis.fetch;
  /** Told of every event the hub refused, or found in conflict with another of the same id. */
  readonly onRefused?: (refusal: Refusal) => unknown;
  /** Told once when something begins to go wrong, and of every event that is given up. */
  readonly onError?: (error: ActivityClientError) => unknown;
}

export const optionDefaults = {
  batchEvents: 500,
  maxBatchBytes: 1024 * 1024,
  flushIntervalMs: 200,
  maxInMemoryEvents: 10_000,
  maxInMemoryBytes: 32 * 1024 * 1024,
  requestTimeoutMs: 30_000,
  giveUpAfterMs: 300_000,
  maxSpoolBytes: 256 * 1024 * 1024,
} as const;

/** What the hub takes in one request. */
const hubBounds = { batchEvents: 5_000, maxBatchBytes: 8 * 1024 * 1024 } as const;

export type ReadOptions = Required<Omit<ActivityClientOptions, 'source' | 'spoolDir' | 'onRefused' | 'onError'>> &
  Pick<ActivityClientOptions, 'source' | 'spoolDir' | 'onRefused' | 'onError'>;

/** @throws ActivityClientError invalid_options */
export function readOptions(options: ActivityClientOptions): ReadOptions {
  const read = { gzip: false, fsync: true, fetch: globalThis.fetch, ...optionDefaults, ...defined(options) };
  for (const name of Object.keys(optionDefaults) as (keyof typeof optionDefaults)[]) {
    if (!Number.isInteger(read[name]) || read[name] < 1) throw invalid(`${name} must be a whole number above 0.`);
  }
  for (const name of Object.keys(hubBounds) as (keyof typeof hubBounds)[]) {
    if (read[name] > hubBounds[name]) throw invalid(`${name} is at most ${hubBounds[name]}: the hub takes no more.`);
  }
  // A key with a line break would smuggle headers; the value itself is never repeated in a message.
  if (!/^[\x21-\x7e]{1,512}$/.test(read.key)) throw invalid('key must be the API key of the source, without spaces.');
  return { ...read, url: readUrl(read.url) };
}

/** Leaves out what is undefined, so that `spoolDir: process.env['X']` and the like mean the default. */
function defined(options: ActivityClientOptions): ActivityClientOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

function readUrl(text: string): string {
  if (!URL.canParse(text)) throw invalid('url is not an address, for example https://hub.example.org.');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw invalid('url must begin with http:// or https://.');
  if (url.username !== '' || url.password !== '') throw invalid('url must not hold credentials; give the key as key.');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function invalid(detail: string): ActivityClientError {
  return new ActivityClientError('invalid_options', detail);
}
