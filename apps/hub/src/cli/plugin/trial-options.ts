import { existsSync, readFileSync } from 'node:fs';
import type { JsonObject } from '@activity-hub/contracts/event';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { hubAddress } from '../hub-address.ts';
import { eventsOfFile, eventsOfHub, type TrialEvents } from './trial-events.ts';

/** What plugin try and plugin dev take: where the past events are and which of them. */
export interface TrialSettings {
  readonly from?: string;
  readonly to?: string;
  readonly user?: string;
  readonly limit: number;
  readonly file?: string;
  readonly config: JsonObject;
  readonly top: number;
  readonly url: string;
}

export function withTrialOptions(command: Command): Command {
  return command
    .option('--from <time>', 'events that occurred at or after: a day or an instant', instantOf)
    .option('--to <time>', 'events that occurred before', instantOf)
    .option('--user <id>', 'events of one user, by user_id')
    .option('--limit <count>', 'at most so many events, the newest', countOf, 50_000)
    .option('--file <file>', 'events of an NDJSON file, packed or not, instead of the hub')
    .option('--config <json>', 'settings that differ from the defaults: JSON, or a file with it', configOf, {})
    .option('--top <count>', 'how many states, events and findings to show', countOf, 5)
    .option('--url <url>', 'address of the hub (HUB_URL)', hubAddress(process.env));
}

export function trialEvents(
  settings: TrialSettings,
  topics: readonly string[],
  onRead: (events: number) => void,
): Promise<TrialEvents> {
  const { from, to, user, limit, file, url } = settings;
  const span = { topics, from, to, user, limit };
  if (file !== undefined) return eventsOfFile(file, span, onRead);
  if (user !== undefined && !z.guid().safeParse(user).success)
    throw new Error(
      `"${user}" is no user_id: that is a UUID, as the address of a person's page in the console shows it.`,
    );
  return eventsOfHub(url, span, onRead);
}

function instantOf(text: string): string {
  const ms = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('Give a day (2026-01-01, in UTC) or an instant (2026-01-01T08:00:00Z).');
  return new Date(ms).toISOString();
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 5_000_000)
    throw new InvalidArgumentError('Give a whole number from 1 to 5,000,000.');
  return count;
}

function configOf(text: string): JsonObject {
  try {
    return z.record(z.string(), z.json()).parse(JSON.parse(existsSync(text) ? readFileSync(text, 'utf8') : text));
  } catch {
    throw new InvalidArgumentError('Give an object as JSON, for example \'{"goal": 5}\', or a file that holds one.');
  }
}
