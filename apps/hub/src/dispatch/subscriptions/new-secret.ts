import { HubError } from '@activity-hub/contracts/errors';
import type { NewSecret } from '@activity-hub/db/subscriptions/insert-secret';
import type { SecretBox } from '../secret-box.ts';
import { newHmacSecret, newSigningKey } from '../webhook/sign-webhook.ts';

/** A signing secret, as it is kept and as it is told once. */
export interface MadeSecret {
  readonly kept: NewSecret;
  /** Of ed25519 the public key: the private one never leaves the hub. */
  readonly told: string;
}

export function newSecret(box: SecretBox, kind: 'hmac' | 'ed25519'): MadeSecret {
  if (kind === 'hmac') {
    const secret = newHmacSecret();
    return { kept: { kind, public_key: null, sealed: box.seal(secret, 'secret') }, told: secret };
  }
  const { signingKey, publicKey } = newSigningKey();
  return { kept: { kind, public_key: publicKey, sealed: box.seal(signingKey, 'secret') }, told: publicKey };
}

/** @throws HubError invalid_destination where the hub cannot keep secrets */
export function demandBox(box: SecretBox | undefined): SecretBox {
  if (box !== undefined) return box;
  const detail = 'The hub cannot keep secrets: an operator has to set HUB_AUTH_SECRET, the same for all its processes.';
  throw new HubError('invalid_destination', detail, { pointer: '/destination' });
}
