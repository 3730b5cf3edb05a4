import { canonicalJson } from '@activity-hub/contracts/canonical-form';
import { compareVersions, majorOf } from '@activity-hub/contracts/schema/compare-versions';
import type { BrokenPromise, CompatibilityMode, SchemaChange } from '@activity-hub/contracts/schema/compatibility';
import type { SchemaCandidate } from '@activity-hub/contracts/schema/event-schema';
import type { SchemaVersionRow, UpcastKind } from '@activity-hub/db/schemas/registry-row';
import type { Fault } from '../ingest/fault.ts';
import { compareSchemas, forbiddenChanges } from './compatibility/compare-schemas.ts';
import { compileForeignSchema, schemaFault } from './compile-schema.ts';
import type { JsonNode } from './json-node.ts';
import type { KnownType } from './known-schemas.ts';
import { upcast } from './upcast-payload.ts';

/** What is to be said about a candidate, before anything is written. */
export interface Judgement {
  readonly mode: CompatibilityMode;
  readonly comparedWith: string | null;
  readonly changes: readonly SchemaChange[];
  readonly faults: readonly Fault[];
  /** How payloads of the version before become this one. */
  readonly upcast: UpcastKind;
}

const maxExampleBytes = 64 * 1024;

function placed(pointer: string, fault: Fault): Fault {
  return { ...fault, pointer: pointer + fault.pointer };
}

function versionFaults({ version, event_type }: SchemaCandidate, known: readonly SchemaVersionRow[]): readonly Fault[] {
  const newest = known.at(-1);
  if (version === undefined || newest === undefined) return [];
  const order = compareVersions(version, newest.version);
  if (known.some((row) => row.version === version)) {
    const detail = `${event_type} has a version ${version} already, and a version never changes. Register a higher one than ${newest.version}.`;
    return [{ code: 'already_exists', pointer: '/version', detail }];
  }
  if (order > 0) return [];
  const detail = `Versions only go up: choose one after ${newest.version}.`;
  return [{ code: 'invalid_input', pointer: '/version', detail }];
}

/** Texts that are kept: PostgreSQL holds neither NUL nor half of a surrogate pair. */
function textFaults({ schema: _schema, ...texts }: SchemaCandidate): readonly Fault[] {
  const text = JSON.stringify(texts);
  if (!text.includes('\\u0000') && !/\\ud[89a-f]/.test(text)) return [];
  const detail = 'A text holds a NUL character or half of a surrogate pair: remove it.';
  return [{ code: 'invalid_input', pointer: '', detail }];
}

/** Free JSON that is kept must be something that PostgreSQL and RFC 8785 can carry. */
function exampleFaults(examples: readonly JsonNode[], schema: JsonNode): readonly Fault[] {
  const fits = compileForeignSchema(schema);
  return examples.flatMap((example, at): Fault[] => {
    const pointer = `/examples/${at}`;
    const text = JSON.stringify(example);
    if (text.length > maxExampleBytes || !isCanonical(example))
      return [
        { code: 'schema_refused', pointer, detail: 'The example is too large, or holds what no event may hold.' },
      ];
    if (fits(example)) return [];
    const error = fits.errors?.[0];
    const detail = `The example does not fit the schema: ${error?.instancePath || 'it'} ${error?.message ?? ''}.`;
    return [{ code: 'schema_refused', pointer: pointer + (error?.instancePath ?? ''), detail }];
  });
}

function isCanonical(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}

/** The upcaster has to make payloads of the new version out of what the version before gives as examples. */
function upcasterFaults(candidate: SchemaCandidate, before: SchemaVersionRow | undefined): readonly Fault[] {
  const { upcaster, schema } = candidate;
  if (upcaster === undefined || upcaster.length === 0) return [];
  const pointer = '/upcaster';
  if (before === undefined)
    return [{ code: 'schema_refused', pointer, detail: 'The first version has none before it: leave upcaster out.' }];
  if (before.examples.length === 0) {
    const detail = `${before.version} has no example to try the upcaster on. Nothing can be said about it.`;
    return [{ code: 'schema_refused', pointer, detail }];
  }
  const fits = compileForeignSchema(schema);
  return before.examples.flatMap((example, at): Fault[] => {
    const made = upcast(example, upcaster);
    const named = `example ${at + 1} of ${before.version}`;
    if ('failed' in made) {
      const { step, reason } = made.failed;
      return [
        {
          code: 'schema_refused',
          pointer: `${pointer}/${step}`,
          detail: `The step cannot be done on ${named}: ${reason}.`,
        },
      ];
    }
    if (fits(made.payload)) return [];
    const error = fits.errors?.[0];
    const detail = `What it makes of ${named} does not fit the schema: ${error?.instancePath || 'the payload'} ${error?.message ?? ''}.`;
    return [{ code: 'schema_refused', pointer, detail }];
  });
}

/**
 * A new major version may leave old events behind when its upcaster brings them along: then readers of the new
 * version still read everything. Readers of the old version get nothing from an upcaster, so what they need stays.
 */
function forgiven(candidate: SchemaCandidate, before: SchemaVersionRow, breaks: BrokenPromise): boolean {
  const { version, upcaster } = candidate;
  if (breaks !== 'backward' && breaks !== 'both') return false;
  return version !== undefined && majorOf(version) > majorOf(before.version) && (upcaster?.length ?? 0) > 0;
}

function incompatible(
  candidate: SchemaCandidate,
  before: SchemaVersionRow,
  changes: readonly SchemaChange[],
  mode: CompatibilityMode,
): readonly Fault[] {
  const left = forbiddenChanges(changes, mode).filter(({ breaks }) => {
    if (!forgiven(candidate, before, breaks)) return true;
    return breaks === 'both' && mode === 'full';
  });
  return left.map(({ path, words }) => ({ code: 'schema_incompatible', pointer: `/schema${path}`, detail: words }));
}

/** Whether a candidate can be registered after the versions that are known, and every reason why not. */
export function judgeRegistration(candidate: SchemaCandidate, known: KnownType | undefined): Judgement {
  const mode = known?.row.compatibility ?? candidate.compatibility ?? 'backward';
  const versions = known?.versions ?? [];
  const before =
    candidate.against === undefined ? versions.at(-1) : versions.find((row) => row.version === candidate.against);
  const judged = { mode, comparedWith: before?.version ?? null };
  const refused = schemaFault(candidate.schema);
  const numbering = [...textFaults(candidate), ...versionFaults(candidate, versions)];
  if (refused !== undefined)
    return { ...judged, changes: [], faults: [...numbering, placed('/schema', refused)], upcast: 'none' };
  const names = { from: before?.version ?? '', to: candidate.version ?? 'the candidate' };
  const compared = before === undefined ? undefined : compareSchemas(before.schema, candidate.schema, names);
  const changes = compared?.changes ?? [];
  const faults = [
    ...numbering,
    ...exampleFaults(candidate.examples ?? [], candidate.schema),
    ...upcasterFaults(candidate, before),
    ...(before === undefined ? [] : incompatible(candidate, before, changes, mode)),
  ];
  const hasSteps = (candidate.upcaster?.length ?? 0) > 0;
  return { ...judged, changes, faults, upcast: hasSteps ? 'steps' : compared?.backward === true ? 'same' : 'none' };
}
