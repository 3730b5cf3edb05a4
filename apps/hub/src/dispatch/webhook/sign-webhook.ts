import {
  createHmac,
  createPrivateKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** What is sent; its bytes are the bytes that are signed, so nothing may serialise them again on the way. */
export interface WebhookMessage {
  /** The same for every attempt of a delivery: receivers recognise repeats by it. */
  readonly id: string;
  /** Of the attempt, not of the event: receivers refuse old ones as replays. */
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
}

export interface SignatureHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

export interface SigningKey {
  /** `whsk_…`, stays in the hub. */
  readonly signingKey: string;
  /** `whpk_…`, for the receiver. */
  readonly publicKey: string;
}

const hmacPrefix = 'whsec_';
const signingPrefix = 'whsk_';
const publicPrefix = 'whpk_';
const newHmacBytes = 32;
/** As the specification bounds them. */
const hmacBytes = { min: 24, max: 64 };
const seedBytes = 32;
const keys = new LRUCache<string, KeyObject>({ max: 10_000 });
/** PKCS #8 of an Ed25519 key up to its seed, which is how node:crypto takes a raw one. */
const pkcs8OfSeed = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A new `whsec_…` secret for HMAC-SHA256. */
export function newHmacSecret(): string {
  return hmacPrefix + randomBytes(newHmacBytes).toString('base64');
}

/** A new Ed25519 pair: `whsk_` holds seed and public key, as other senders write it. */
export function newSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { d, x } = privateKey.export({ format: 'jwk' });
  const seed = Buffer.from(d ?? '', 'base64url');
  const publicBytes = Buffer.from(x ?? '', 'base64url');
  return {
    signingKey: signingPrefix + Buffer.concat([seed, publicBytes]).toString('base64'),
    publicKey: publicPrefix + publicBytes.toString('base64'),
  };
}

/**
 * The headers of Standard Webhooks. Each secret adds its signature, so that a receiver may change to a new
 * one at any time while both are active.
 * @throws RangeError when the id, the time or a secret cannot be used; never names the secret
 */
export function signWebhook(message: WebhookMessage, secrets: readonly string[]): SignatureHeaders {
  const { id, timestampSeconds, body } = message;
  // A dot would let one signature stand for another split of id, time and body.
  if (!/^[\w-]{1,200}$/.test(id)) throw new RangeError('A webhook id has letters, digits, "-" and "_" only.');
  if (!Number.isSafeInteger(timestampSeconds) || timestampSeconds < 0)
    throw new RangeError('The time of a webhook is a whole number of seconds.');
  if (secrets.length === 0) throw new RangeError('A webhook needs at least one secret to be signed with.');
  const signed = Buffer.concat([Buffer.from(`${id}.${timestampSeconds}.`), body]);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': secrets.map((secret) => signatureOf(signed, secret)).join(' '),
  };
}

function signatureOf(signed: Uint8Array, secret: string): string {
  if (secret.startsWith(hmacPrefix)) {
    return `v1,${createHmac('sha256', keyOf(secret, hmacKeyOf)).update(signed).digest('base64')}`;
  }
  if (secret.startsWith(signingPrefix))
    return `v1a,${sign(null, signed, keyOf(secret, privateKeyOf)).toString('base64')}`;
  throw new RangeError(`A secret begins with ${hmacPrefix} or ${signingPrefix}.`);
}

/** Making a key of its text costs more than a signature with it. */
function keyOf(secret: string, make: (secret: string) => KeyObject): KeyObject {
  const key = keys.get(secret) ?? make(secret);
  keys.set(secret, key);
  return key;
}

function hmacKeyOf(secret: string): KeyObject {
  const bytes = base64Bytes(secret.slice(hmacPrefix.length));
  if (bytes === undefined || bytes.length < hmacBytes.min || bytes.length > hmacBytes.max)
    throw new RangeError(`After ${hmacPrefix} a secret is the base64 of ${hmacBytes.min} to ${hmacBytes.max} bytes.`);
  return createSecretKey(bytes);
}

function privateKeyOf(secret: string): KeyObject {
  const bytes = base64Bytes(secret.slice(signingPrefix.length));
  if (bytes === undefined || (bytes.length !== seedBytes && bytes.length !== 2 * seedBytes))
    throw new RangeError(`After ${signingPrefix} a key is the base64 of an Ed25519 seed and its public key.`);
  return createPrivateKey({
    key: Buffer.concat([pkcs8OfSeed, bytes.subarray(0, seedBytes)]),
    format: 'der',
    type: 'pkcs8',
  });
}

/** @returns undefined for a text that is not base64: Buffer alone skips what it does not know. */
function base64Bytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '') ? bytes : undefined;
}
