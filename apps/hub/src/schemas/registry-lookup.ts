import { isHubFamily } from '@activity-hub/contracts/event-types/catalog';
import { categoryOf } from '@activity-hub/contracts/topic';
import type { Fault } from '../ingest/fault.ts';
import type { SchemaAnswer, SchemaLookup } from '../ingest/schema-lookup.ts';
import { type KnownSchemas, type KnownType, newestVersion } from './known-schemas.ts';
import { payloadCheck } from './payload-check.ts';
import { UsageCounters } from './usage-counters.ts';

type Check = ReturnType<typeof payloadCheck>;

/** What is remembered of names that senders make up. */
const maxUnknown = 1_000;
/** Sources of one version; as many answers are held ready. */
const maxSources = 1_000;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).join(', ');
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}

export function unknownTypeFault(eventType: string, schemas: KnownSchemas): Fault {
  const pointer = '/event_type';
  if (isHubFamily(categoryOf(eventType))) {
    const detail = `${eventType} is published by the hub itself. Producers publish learning, work, social, economic and system.`;
    return { code: 'reserved_event_type', pointer, detail };
  }
  const family = `activity.${categoryOf(eventType)}.`;
  const near = [...schemas.types.keys()].filter((known) => known.startsWith(family));
  const hint = near.length === 0 ? '' : ` Known in this family: ${listed(near)}.`;
  const detail = `${eventType} is not in the catalogue (GET /activity/events/types).${hint} An admin can register it.`;
  return { code: 'unknown_event_type', pointer, detail };
}

export function unknownVersionFault(type: KnownType, version: string): Fault {
  const { event_type } = type.row;
  const known = type.versions.map((row) => row.version);
  const newest = newestVersion(type)?.version;
  const detail =
    newest === undefined
      ? `${event_type} has no version yet: an admin can register one.`
      : `${event_type} has no version ${version}. Known are ${listed(known)}; send ${newest}, or have ${version} registered.`;
  return { code: 'unknown_event_version', pointer: '/event_version', detail };
}

/** The answers for one version, one for each source: each counts for its own. */
function versionAnswers(check: Check, eventType: string, version: string, counters: UsageCounters) {
  const bySource = new Map<string, SchemaAnswer>();
  return (source: string): SchemaAnswer => {
    const known = bySource.get(source);
    if (known !== undefined) return known;
    const counter = counters.counterOf(eventType, version, source);
    const answer: SchemaAnswer = {
      kind: 'validate',
      validate(payload) {
        const fault = check(payload);
        if (fault === undefined) counter.events++;
        else counter.refused++;
        return fault;
      },
    };
    if (bySource.size < maxSources) bySource.set(source, answer);
    return answer;
  };
}

type VersionAnswers = ReturnType<typeof versionAnswers>;

interface AnsweringType {
  readonly redirect: SchemaAnswer | undefined;
  readonly versions: ReadonlyMap<string, VersionAnswers>;
  readonly known: KnownType;
}

/** Checks outlive a change of the registry: a schema is compiled once, since a version never changes. */
export class RegistryLookup implements SchemaLookup {
  readonly uncounted: RegistryLookup | undefined;
  readonly #counters: UsageCounters;
  readonly #checks: Map<string, Check>;
  #schemas: KnownSchemas;
  #types: ReadonlyMap<string, AnsweringType> = new Map();
  readonly #unknown = new Map<string, Fault>();

  /** @param checks of the lookup that this one is the uncounted twin of */
  constructor(schemas: KnownSchemas, counters: UsageCounters, checks?: Map<string, Check>) {
    this.#counters = counters;
    this.#checks = checks ?? new Map();
    // What it counts is flushed by nobody.
    this.uncounted =
      checks === undefined ? new RegistryLookup(schemas, new UsageCounters(Date.now), this.#checks) : undefined;
    this.#schemas = schemas;
    this.replace(schemas);
  }

  replace(schemas: KnownSchemas): void {
    this.uncounted?.replace(schemas);
    this.#schemas = schemas;
    this.#unknown.clear();
    const types = [...schemas.types.values()].filter((known) => known.row.origin === 'producer');
    this.#types = new Map(types.map((known) => [known.row.event_type, this.#answersOf(known)]));
  }

  find(eventType: string, version: string, source: string): SchemaAnswer {
    const type = this.#types.get(eventType);
    if (type === undefined) return this.#unknownType(eventType, version, source);
    if (type.redirect !== undefined) return type.redirect;
    const answers = type.versions.get(version);
    if (answers !== undefined) return answers(source);
    this.#counters.counterOf(eventType, '*', source).refused++;
    return { kind: 'unknown', fault: unknownVersionFault(type.known, version), keep: false };
  }

  #answersOf(known: KnownType): AnsweringType {
    const { event_type, successor, status } = known.row;
    const versions = known.versions.map((row) => {
      const name = `${event_type} ${row.version}`;
      const check = this.#checks.get(name) ?? payloadCheck(row);
      this.#checks.set(name, check);
      return [row.version, versionAnswers(check, event_type, row.version, this.#counters)] as const;
    });
    const isMoved = status === 'deprecated' && successor !== null;
    return {
      redirect: isMoved ? { kind: 'redirect', event_type: successor } : undefined,
      versions: new Map(versions),
      known,
    };
  }

  #unknownType(eventType: string, version: string, source: string): SchemaAnswer {
    const fault = this.#unknown.get(eventType) ?? unknownTypeFault(eventType, this.#schemas);
    if (this.#unknown.size < maxUnknown) this.#unknown.set(eventType, fault);
    const keep = fault.code === 'unknown_event_type' && this.#schemas.policies.get(source) === 'keep';
    if (keep) this.#counters.counterOf(eventType, version, source).events++;
    return { kind: 'unknown', fault, keep };
  }
}
