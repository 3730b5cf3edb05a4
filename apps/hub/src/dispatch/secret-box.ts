import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Json } from '@activity-hub/contracts/event';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Keeps secrets of subscriptions in the database so that a copy of the database does not tell them. */
export class SecretBox {
  readonly #key: Buffer;

  /** @param hubSecret of all hub processes; with another one nothing that was sealed can be opened */
  constructor(hubSecret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', hubSecret, '', 'activity-hub subscription secrets', 32));
  }

  /** Nonce, tag and cipher text. `place` binds it: moved to another row it does not open. */
  seal(value: Json, place: string): Uint8Array {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(place));
    const text = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]);
  }

  /** @throws Error when it was sealed with another secret or for another place */
  open(sealed: Uint8Array, place: string): Json {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv(algorithm, this.#key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return JSON.parse(text.toString()) as Json;
  }
}
