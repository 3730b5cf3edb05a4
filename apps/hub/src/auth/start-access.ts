import { defaultKeyLimits } from '@activity-hub/contracts/access/api-key';
import type { Caller } from '@activity-hub/contracts/access/caller';
import type { KeyPorts } from '@activity-hub/contracts/api/keys-ports';
import { addKeyUsage } from '@activity-hub/db/keys/add-key-usage';
import { getKey } from '@activity-hub/db/keys/get-key';
import type { KeyRow } from '@activity-hub/db/keys/key-row';
import { putOperatorKey } from '@activity-hub/db/keys/put-operator-key';
import { readKeyUsage } from '@activity-hub/db/keys/read-key-usage';
import { touchKeys } from '@activity-hub/db/keys/touch-keys';
import { connectPostgres, type Sql } from '@activity-hub/db/postgres/client';
import type { Logger } from 'pino';
import { createAuditLog } from './audit/audit-log.ts';
import { type Authenticate, createAuthenticate } from './create-authenticate.ts';
import { ClientAddresses } from './keys/client-addresses.ts';
import { createKeyPorts } from './keys/create-key-ports.ts';
import { DailyUsage } from './keys/daily-usage.ts';
import { FailedAttempts } from './keys/failed-attempts.ts';
import { KeyAnnouncements } from './keys/key-announcements.ts';
import { digestOf, parseKey } from './keys/key-text.ts';
import { KnownKeys } from './keys/known-keys.ts';
import { LastUses } from './keys/last-uses.ts';
import { Limits } from './keys/limits.ts';

export interface AccessOptions {
  readonly databaseUrl: string;
  /** A whole key, which becomes the admin key of whoever runs the hub. */
  readonly operatorKey: string | undefined;
  /** The person of a session; undefined when the cookies hold none. */
  readonly sessionOf: (cookie: string) => Promise<Caller | undefined>;
  /** Addresses whose word on the client's address counts. */
  readonly trustedProxies: readonly string[];
  readonly logger: Logger;
  readonly now: () => number;
}

/** Who may do what in this process, and how much of it. */
export interface Access {
  readonly authenticate: Authenticate;
  readonly limits: Limits;
  readonly keys: KeyPorts;
  stop(): Promise<void>;
}

const flushEveryMs = 1_000;

/** @throws Error with a sentence that names HUB_OPERATOR_KEY when it cannot be used */
export async function startAccess(options: AccessOptions): Promise<Access> {
  const { databaseUrl, logger, now } = options;
  // Of its own: who may come in must not wait behind what those who are in have asked for.
  const sql = connectPostgres(databaseUrl, { max: 3, name: 'activity-hub access' });
  const audit = createAuditLog(sql);
  const keys = new KnownKeys({ read: (keyId) => getKey(sql, keyId), now });
  const uses = new LastUses((noted) => touchKeys(sql, noted), now);
  const usage = new DailyUsage({ add: (used) => addKeyUsage(sql, used), read: (day) => readKeyUsage(sql, day) }, now);
  const limits = new Limits({ keys, usage, now });
  const authenticate = createAuthenticate({
    keys,
    limits,
    uses,
    addresses: new ClientAddresses(now),
    failures: new FailedAttempts(now),
    sessionOf: options.sessionOf,
    trustedProxies: options.trustedProxies,
    onTooManyAddresses: (key, address) => {
      const act = { action: 'key.refused', subject: `key:${key.key_id}`, after: tooManyAddresses(key, address) };
      audit.record(act).catch((err: unknown) => logger.error({ err, key_id: key.key_id }, 'audit.failed'));
    },
    now,
  });
  await putKeyOfOperator(sql, options.operatorKey);
  await usage.load();
  const announcements = new KeyAnnouncements({
    connect: () => connectPostgres(databaseUrl, { max: 1, name: 'activity-hub key changes' }),
    onChange: (keyId) => keys.forget(keyId),
    onGap: () => keys.forgetAll(),
    logger,
  });
  await announcements.start();
  const flush = async (): Promise<void> => {
    const kept = await Promise.allSettled([usage.flush(), uses.flush()]);
    for (const each of kept) if (each.status === 'rejected') logger.warn({ err: each.reason }, 'keys.usage-not-kept');
  };
  const flushing = setInterval(() => void flush(), flushEveryMs);
  return {
    authenticate,
    limits,
    keys: createKeyPorts({ sql, audit, now }),
    async stop() {
      clearInterval(flushing);
      await flush();
      await Promise.all([announcements.stop(), sql.end({ timeout: 1 })]);
    },
  };
}

function tooManyAddresses(key: KeyRow, address: string) {
  return { reason: 'too_many_addresses', limit: key.limits.addresses_per_hour, address };
}

async function putKeyOfOperator(sql: Sql, text: string | undefined): Promise<void> {
  if (text === undefined) return;
  const key = parseKey(text);
  if (key === undefined) throw new Error('HUB_OPERATOR_KEY is not a key: ahk_, 12 letters and digits, _ and 43 more.');
  // Whoever runs the hub does so from many places: containers, jobs, machines behind one name.
  const limits = { ...defaultKeyLimits, addresses_per_hour: 1_000 };
  if (await putOperatorKey(sql, { keyId: key.keyId, secretDigest: digestOf(key.secret), limits })) return;
  throw new Error(
    'HUB_OPERATOR_KEY has the id of a key that exists with another secret. Remove operator-key from the data folder; a new one is made.',
  );
}
