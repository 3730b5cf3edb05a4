import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { newHmacSecret, newSigningKey, signWebhook } from './sign-webhook.ts';

const message = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampSeconds: 1_614_265_330,
  body: Buffer.from('{"test": 2432232314}'),
};
const hmacSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const hmacSignature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const signingKey = 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const keySignature = 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==';

const now = () => Math.floor(Date.now() / 1000);

function verifiesWithKey(publicKey: string, signed: string, signature: string): boolean {
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(signed), key, Buffer.from(signature.slice('v1a,'.length), 'base64'));
}

describe('signWebhook', () => {
  it('makes the signatures of the published vectors', () => {
    expect(signWebhook(message, [hmacSecret])).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': hmacSignature,
    });
    expect(signWebhook(message, [signingKey])['webhook-signature']).toBe(keySignature);
  });

  it('signs once per secret, and the library of a receiver takes each of them', () => {
    const secrets = [newHmacSecret(), newHmacSecret()];
    const body = Buffer.from('{"name":"Анна","n":1.0}');
    const headers = signWebhook({ id: 'msg_1', timestampSeconds: now(), body }, [
      ...secrets,
      newSigningKey().signingKey,
    ]);
    expect(headers['webhook-signature'].split(' ').map((part) => part.split(',')[0])).toEqual(['v1', 'v1', 'v1a']);
    for (const secret of secrets) expect(() => new Webhook(secret).verify(body, { ...headers })).not.toThrow();
    expect(() => new Webhook(newHmacSecret()).verify(body, { ...headers })).toThrow();
    expect(() => new Webhook(secrets[0] ?? '').verify(`${body.toString()} `, { ...headers })).toThrow();
  });

  it('makes key pairs whose public key verifies', () => {
    const pair = newSigningKey();
    const headers = signWebhook({ id: 'msg_1', timestampSeconds: 7, body: Buffer.from('{}') }, [pair.signingKey]);
    expect(pair.publicKey).toMatch(/^whpk_/);
    expect(verifiesWithKey(pair.publicKey, 'msg_1.7.{}', headers['webhook-signature'])).toBe(true);
    expect(verifiesWithKey(pair.publicKey, 'msg_1.8.{}', headers['webhook-signature'])).toBe(false);
  });

  it.each([
    ['no prefix', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['a public key', newSigningKey().publicKey],
    ['too short', 'whsec_c2hvcnQ='],
    ['no base64', 'whsec_MfKQ9r8GKYqrTwjUP*D8ILPZIo2LaLaSw'],
    ['half a key', `whsk_${Buffer.alloc(40, 1).toString('base64')}`],
  ])('refuses a secret without naming it: %s', (_, secret) => {
    const signing = () => signWebhook(message, [secret]);
    expect(signing).toThrow(RangeError);
    expect(signing).not.toThrow(secret.slice(6));
  });

  it('refuses an id that could be split in another way, a broken time and no secrets', () => {
    expect(() => signWebhook({ ...message, id: 'a.1' }, [hmacSecret])).toThrow(RangeError);
    expect(() => signWebhook({ ...message, id: 'a\r\nb' }, [hmacSecret])).toThrow(RangeError);
    expect(() => signWebhook({ ...message, timestampSeconds: 1.5 }, [hmacSecret])).toThrow(RangeError);
    expect(() => signWebhook(message, [])).toThrow(RangeError);
  });
});
