import type { ApiKey } from '@activity-hub/contracts/access/api-key';
import { afterEach, describe, expect, it } from 'vitest';
import { type KeysHub, startKeysHub } from '../testing/keys-hub.ts';

const proxy = '127.0.9.1';
let hub: KeysHub;

afterEach(() => hub?.stop());

async function lastAddressOf(keyId: string): Promise<string | null> {
  const { body } = await hub.call<{ items: ApiKey[] }>('GET', '/activity/keys');
  return body.items.find((key) => key.key_id === keyId)?.last_used_address ?? null;
}

describe('the address a key is used from', () => {
  it('is told by a proxy that is trusted, and by nobody further left', async () => {
    hub = await startKeysHub({ HUB_TRUSTED_PROXIES: proxy });
    const { key, secret } = await hub.make({ permissions: ['read'], limits: { addresses_per_hour: 2 } });
    const through = async (forwardedFor: string) => (await hub.askFrom(proxy, secret, forwardedFor)).status;
    expect(await through('203.0.113.1')).toBe(200);
    // What the client claims stands further left: the proxy appended what it saw.
    expect(await through('198.51.100.9, 203.0.113.1')).toBe(200);
    expect(await through('203.0.113.2')).toBe(200);
    expect(await through('203.0.113.3')).toBe(403);
    expect(await through('203.0.113.1')).toBe(200);
    await expect.poll(() => lastAddressOf(key.key_id)).toBe('203.0.113.1');
  });

  it('is that of the connection where nobody is trusted, whatever the header says', async () => {
    hub = await startKeysHub();
    const { key, secret } = await hub.make({ permissions: ['read'], limits: { addresses_per_hour: 2 } });
    for (let n = 1; n <= 5; n++) expect((await hub.askFrom(proxy, secret, `203.0.113.${n}`)).status).toBe(200);
    await expect.poll(() => lastAddressOf(key.key_id)).toBe(proxy);
    expect((await hub.askFrom('127.0.9.2', secret)).status).toBe(200);
    expect((await hub.askFrom('127.0.9.3', secret, proxy)).status).toBe(403);
  });
});
