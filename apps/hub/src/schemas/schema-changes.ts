import type { Act } from '@activity-hub/contracts/access/act';
import type { SchemaPorts } from '@activity-hub/contracts/api/schemas-ports';
import { HubError } from '@activity-hub/contracts/errors';
import type { Json } from '@activity-hub/contracts/event';
import type {
  RegistrationAnswer,
  SchemaDeprecation,
  SchemaRegistration,
} from '@activity-hub/contracts/schema/event-schema';
import { canonicalEventType, categoryOf } from '@activity-hub/contracts/topic';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { insertSchemaVersion } from '@activity-hub/db/schemas/insert-schema-version';
import type { NewEventSchema, NewSchemaVersion } from '@activity-hub/db/schemas/registry-row';
import { setCompatibility } from '@activity-hub/db/schemas/set-compatibility';
import { setSourcePolicy } from '@activity-hub/db/schemas/set-source-policy';
import { setTypeStatus } from '@activity-hub/db/schemas/set-type-status';
import { setVersionStatus } from '@activity-hub/db/schemas/set-version-status';
import { actorOf } from '../auth/actor-of.ts';
import type { AuditLog } from '../auth/audit/audit-log.ts';
import type { Fault } from '../ingest/fault.ts';
import type { Judgement } from './judge-registration.ts';
import type { KnownType } from './known-schemas.ts';
import { knownType, knownVersion, reservedFault, type SchemaQuerySources, viewOf } from './schema-queries.ts';

export interface SchemaChangeSources extends SchemaQuerySources {
  readonly audit: AuditLog;
}

/** Registrations of one type at the same time: each is judged again after the one before it. */
const maxAttempts = 5;

/** Every reason at once: whoever corrects a schema wants to see all of them. */
function refusalOf(faults: readonly Fault[]): HubError | undefined {
  const [first] = faults;
  if (first === undefined) return undefined;
  const shown = faults.slice(0, 20).map(({ detail }) => detail);
  if (faults.length > shown.length) shown.push(`And ${faults.length - shown.length} more.`);
  return new HubError(first.code, shown.join(' '), { pointer: first.pointer });
}

function demandProducerType(eventType: string): void {
  const refusal = refusalOf([reservedFault(eventType)].filter((fault) => fault !== undefined));
  if (refusal !== undefined) throw refusal;
}

function titleOf(eventType: string): string {
  const words = eventType.split('.').slice(2).join(' ').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function typeOf(registration: SchemaRegistration, known: KnownType | undefined): NewEventSchema {
  const { event_type, title, owner, compatibility } = registration;
  if (known !== undefined && compatibility !== undefined && compatibility !== known.row.compatibility) {
    const detail = `The type demands ${known.row.compatibility}. Change it first: PATCH /activity/schemas/${event_type}.`;
    throw new HubError('invalid_input', detail, { pointer: '/compatibility' });
  }
  return {
    event_type,
    title_en: title?.en ?? known?.row.title_en ?? titleOf(event_type),
    title_ru: title?.ru ?? known?.row.title_ru ?? titleOf(event_type),
    family: categoryOf(event_type),
    origin: 'producer',
    owner: owner ?? known?.row.owner ?? 'Not named',
    compatibility: known?.row.compatibility ?? compatibility ?? 'backward',
  };
}

function versionOf(
  registration: SchemaRegistration,
  judgement: Judgement,
  known: KnownType | undefined,
  act: Act,
): NewSchemaVersion {
  const actor = actorOf(act.actor);
  return {
    event_type: registration.event_type,
    version: registration.version,
    schema: registration.schema,
    // A field that was personal stays so until somebody says otherwise.
    personal_fields: registration.personal_fields ?? known?.versions.at(-1)?.personal_fields ?? [],
    examples: registration.examples ?? [],
    follows: judgement.comparedWith,
    upcast: judgement.upcast,
    upcaster: registration.upcaster ?? [],
    registered_by: `${actor.kind}:${actor.name ?? actor.id ?? ''}`,
  };
}

function answerOf(
  { event_type, version }: SchemaRegistration,
  { mode, comparedWith, changes }: Judgement,
): RegistrationAnswer {
  return { event_type, version, compared_with: comparedWith, mode, accepted: true, changes: [...changes], faults: [] };
}

/** One change and its audit, together or not at all; afterwards this process knows it too. */
async function audited(
  { sql, registry, audit }: SchemaChangeSources,
  record: {
    readonly act: Act;
    readonly action: string;
    readonly subject: string;
    readonly before?: Json;
    readonly after: Json;
  },
  change: (transaction: Statements) => Promise<boolean>,
): Promise<boolean> {
  const { act, ...images } = record;
  const outcome = await sql.begin(async (transaction) => {
    const isDone = await change(transaction);
    if (isDone) await audit.record({ caller: act.actor, requestId: act.request_id, ...images }, transaction);
    return { isDone };
  });
  await registry.refresh();
  return outcome.isDone;
}

async function register(sources: SchemaChangeSources, sent: SchemaRegistration, act: Act): Promise<RegistrationAnswer> {
  const registration = { ...sent, event_type: canonicalEventType(sent.event_type) };
  const { event_type, version } = registration;
  demandProducerType(event_type);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    await sources.registry.refresh();
    const known = sources.registry.current().types.get(event_type);
    const judgement = await sources.worker.run('judge', { candidate: registration, known });
    const refusal = refusalOf(judgement.faults);
    if (refusal !== undefined) throw refusal;
    const insert = {
      type: typeOf(registration, known),
      version: versionOf(registration, judgement, known, act),
      judgedAgainst: known?.versions.map((row) => row.version) ?? [],
    };
    const after = { version, compared_with: judgement.comparedWith, changes: judgement.changes.length };
    const record = { act, action: 'schema.registered', subject: `schema:${event_type}@${version}`, after };
    if (await audited(sources, record, (transaction) => insertSchemaVersion(transaction, insert)))
      return answerOf(registration, judgement);
  }
  throw new HubError('already_exists', 'Others register versions of this type right now. Try again.', {
    pointer: '/version',
  });
}

function demandSuccessor(type: KnownType, successor: string, types: ReadonlyMap<string, KnownType>): void {
  const refuse = (detail: string) => new HubError('invalid_input', detail, { pointer: '/successor' });
  const { event_type } = type.row;
  const target = types.get(successor);
  if (successor === event_type) throw refuse('A type cannot succeed itself.');
  if (target === undefined || target.row.origin !== 'producer') throw refuse(`${successor} is not registered.`);
  if (target.row.successor !== null) throw refuse(`${successor} has a successor itself: name ${target.row.successor}.`);
  const follower = [...types.values()].find((each) => each.row.successor === event_type);
  if (follower !== undefined)
    throw refuse(`${follower.row.event_type} is recorded as ${event_type} already: give it another successor first.`);
}

async function deprecate(sources: SchemaChangeSources, sent: SchemaDeprecation, act: Act) {
  const { registry } = sources;
  const { version, status = 'deprecated' } = sent;
  const type = knownType(registry, sent.event_type);
  const { event_type } = type.row;
  demandProducerType(event_type);
  const action = status === 'deprecated' ? 'schema.deprecated' : 'schema.activated';
  const note = status === 'deprecated' ? (sent.note ?? null) : null;
  if (version !== undefined) {
    if (sent.successor !== undefined)
      throw new HubError('invalid_input', 'A successor is for a whole type: leave version out.', {
        pointer: '/successor',
      });
    const row = knownVersion(type, version);
    const images = { before: { status: row.status, note: row.note }, after: { status, note } };
    const record = { act, action, subject: `schema:${event_type}@${version}`, ...images };
    await audited(sources, record, async (transaction) => {
      await setVersionStatus(transaction, event_type, version, { status, note });
      return true;
    });
    return viewOf(sources, event_type);
  }
  const successor = sent.successor === undefined || status === 'active' ? null : canonicalEventType(sent.successor);
  if (successor !== null) demandSuccessor(type, successor, registry.current().types);
  const before = { status: type.row.status, note: type.row.note, successor: type.row.successor };
  const record = { act, action, subject: `schema:${event_type}`, before, after: { status, note, successor } };
  await audited(sources, record, async (transaction) => {
    await setTypeStatus(transaction, event_type, { status, note, successor });
    return true;
  });
  return viewOf(sources, event_type);
}

type ChangingSchemas = Pick<SchemaPorts, 'register' | 'deprecate' | 'setCompatibility' | 'setPolicy'>;

/** What admins do to the registry. Every act is audited in the transaction that it happens in. */
export function createSchemaChanges(sources: SchemaChangeSources): ChangingSchemas {
  const { registry } = sources;
  return {
    register: (registration, act) => register(sources, registration, act),
    deprecate: (deprecation, act) => deprecate(sources, deprecation, act),
    async setCompatibility({ event_type, compatibility }, act) {
      const { row } = knownType(registry, event_type);
      demandProducerType(row.event_type);
      const images = { before: { compatibility: row.compatibility }, after: { compatibility } };
      const record = { act, action: 'schema.compatibility_set', subject: `schema:${row.event_type}`, ...images };
      await audited(sources, record, async (transaction) => {
        await setCompatibility(transaction, row.event_type, compatibility);
        return true;
      });
      return viewOf(sources, row.event_type);
    },
    async setPolicy(policy, act) {
      const { source, unknown_types } = policy;
      const before = { unknown_types: registry.current().policies.get(source) ?? 'refuse' };
      const record = {
        act,
        action: 'source.policy_set',
        subject: `source:${source}`,
        before,
        after: { unknown_types },
      };
      await audited(sources, record, async (transaction) => {
        await setSourcePolicy(transaction, policy);
        return true;
      });
      return policy;
    },
  };
}
