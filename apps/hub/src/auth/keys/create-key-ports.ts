import type { Act } from '@activity-hub/contracts/access/act';
import { type ApiKey, defaultKeyLimits, type KeyLimits, type NewKey } from '@activity-hub/contracts/access/api-key';
import type { KeyPorts } from '@activity-hub/contracts/api/keys-ports';
import { HubError } from '@activity-hub/contracts/errors';
import { canonicalTopicPattern } from '@activity-hub/contracts/topic';
import { changeKey } from '@activity-hub/db/keys/change-key';
import { getKey } from '@activity-hub/db/keys/get-key';
import { insertKey, type KeyToInsert } from '@activity-hub/db/keys/insert-key';
import type { KeyRow, KeyRowWithUsage } from '@activity-hub/db/keys/key-row';
import { listKeys } from '@activity-hub/db/keys/list-keys';
import { revokeKey } from '@activity-hub/db/keys/revoke-key';
import { rotateKey } from '@activity-hub/db/keys/rotate-key';
import type { Sql } from '@activity-hub/db/postgres/client';
import type { Statements } from '@activity-hub/db/postgres/statements';
import { translatedFailures } from '../../query/translated-failures.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { auditedKeyChange } from './audited-key-change.ts';
import { decodeKeyCursor, encodeKeyCursor } from './key-cursor.ts';
import { apiKeyOf } from './key-read-model.ts';
import { digestOf, type KeyText, keyTextOf, randomKey } from './key-text.ts';

export interface KeyPortsOptions {
  readonly sql: Sql;
  readonly audit: AuditLog;
  readonly now: () => number;
}

const daySeconds = 86_400;

/** What can be asked about keys and done with them. */
export function createKeyPorts(options: KeyPortsOptions): KeyPorts {
  return translatedFailures<KeyPorts>({ ...keyQueries(options), ...newKeys(options), ...keyChanges(options) });
}

function keyQueries({ sql, now }: KeyPortsOptions): Pick<KeyPorts, 'list' | 'get'> {
  return {
    async list({ state, source, cursor, limit = 50 }) {
      const after = cursor === undefined ? undefined : decodeKeyCursor(cursor);
      const rows = await listKeys(sql, { state, source, after, limit });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const more = rows.length > limit && last !== undefined;
      return {
        items: page.map((row) => apiKeyOf(row, now())),
        next_cursor: more ? encodeKeyCursor({ at: last.created_at, key_id: last.key_id }) : null,
      };
    },
    get: async (keyId) => apiKeyOf(await existing(sql, keyId), now()),
  };
}

/** The two that answer with a secret. */
function newKeys(options: KeyPortsOptions): Pick<KeyPorts, 'make' | 'rotate'> {
  const { now } = options;
  return {
    make(wanted, act) {
      demandFuture(wanted.expires_at, now());
      const made = randomKey();
      return auditedKeyChange(options, { act, action: 'key.made' }, async (transaction) => {
        await insertKey(transaction, rowOf(wanted, made, act));
        const key = apiKeyOf(await existing(transaction, made.keyId), now());
        return { keyId: made.keyId, after: key, result: { key, secret: keyTextOf(made) } };
      });
    },
    rotate({ key_id: keyId, overlap_seconds: overlapSeconds = daySeconds }, act) {
      const made = randomKey();
      return auditedKeyChange(options, { act, action: 'key.rotated' }, async (transaction) => {
        const old = await existing(transaction, keyId);
        const successor = {
          key_id: made.keyId,
          secret_digest: digestOf(made.secret),
          created_by: createdBy(act),
          expires_at: sameLifetime(old, now()),
        };
        if (!(await rotateKey(transaction, { keyId, successor, overlapSeconds }))) throw notReplaceable(old);
        const key = apiKeyOf(await existing(transaction, made.keyId), now());
        const previous = apiKeyOf(await existing(transaction, keyId), now());
        const result = { key, secret: keyTextOf(made), previous };
        return { keyId, before: apiKeyOf(old, now()), after: key, result };
      });
    },
  };
}

function keyChanges(options: KeyPortsOptions): Pick<KeyPorts, 'revoke' | 'change'> {
  const { now } = options;

  function changed(
    keyId: string,
    doing: { readonly act: Act; readonly action: string },
    change: (transaction: Statements, before: KeyRow) => Promise<void>,
  ): Promise<ApiKey> {
    return auditedKeyChange(options, doing, async (transaction) => {
      const before = await existing(transaction, keyId);
      await change(transaction, before);
      const after = apiKeyOf(await existing(transaction, keyId), now());
      return { keyId, before: apiKeyOf(before, now()), after, result: after };
    });
  }

  return {
    revoke: (keyId, act) =>
      changed(keyId, { act, action: 'key.revoked' }, (transaction) => revokeKey(transaction, keyId)),
    change({ key_id: keyId, name, limits, expires_at }, act) {
      demandFuture(expires_at, now());
      return changed(keyId, { act, action: 'key.changed' }, (transaction, before) =>
        changeKey(transaction, keyId, {
          name: name ?? before.name,
          limits: { ...before.limits, ...given(limits) },
          expires_at: expires_at === undefined ? before.expires_at : expires_at,
        }),
      );
    },
  };
}

function rowOf(wanted: NewKey, made: KeyText, act: Act): KeyToInsert {
  return {
    key_id: made.keyId,
    secret_digest: digestOf(made.secret),
    name: wanted.name,
    source: wanted.source ?? null,
    permissions: [...new Set(wanted.permissions)],
    event_types: canonicalPatterns(wanted.event_types ?? ['**']),
    limits: { ...defaultKeyLimits, ...given(wanted.limits) },
    created_by: createdBy(act),
    expires_at: wanted.expires_at ?? null,
  };
}

async function existing(statements: Statements, keyId: string): Promise<KeyRowWithUsage> {
  const row = await getKey(statements, keyId);
  if (row === undefined) throw new HubError('not_found', 'There is no key with this id. See GET /activity/keys.');
  return row;
}

function createdBy({ actor }: Act): KeyRow['created_by'] {
  if (actor.kind === 'person') return { kind: 'person', id: actor.person_id, name: actor.name };
  if (actor.kind === 'key') return { kind: 'key', id: actor.key_id, name: actor.name };
  throw new HubError('unauthenticated', 'Sign in, or send a key that may do everything.');
}

/** A limit that is left out stays; one that is null is lifted. */
function given(limits: Partial<KeyLimits> | undefined): Partial<KeyLimits> {
  return Object.fromEntries(Object.entries(limits ?? {}).filter(([, value]) => value !== undefined));
}

function canonicalPatterns(patterns: readonly string[]): readonly string[] {
  return [...new Set(patterns.flatMap((pattern) => canonicalTopicPattern(pattern) ?? []))];
}

/** A key made for a month is followed by one for a month. */
function sameLifetime({ created_at, expires_at }: KeyRow, now: number): string | null {
  if (expires_at === null) return null;
  return new Date(now + Date.parse(expires_at) - Date.parse(created_at)).toISOString();
}

function demandFuture(expiresAt: string | null | undefined, now: number): void {
  if (expiresAt === undefined || expiresAt === null || Date.parse(expiresAt) > now) return;
  const detail = 'The key would have expired already. Give a time in the future, or end a key with revoke.';
  throw new HubError('invalid_input', detail, { pointer: '/expires_at' });
}

function notReplaceable(key: KeyRow): HubError {
  return key.revoked_at === null
    ? new HubError('already_exists', `Another key has taken the place of "${key.name}" already. Rotate that one.`)
    : new HubError('invalid_input', `The key "${key.name}" was revoked. Make a new one.`, { pointer: '/key_id' });
}
