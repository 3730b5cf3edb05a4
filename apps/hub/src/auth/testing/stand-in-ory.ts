import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandInOry {
  readonly issuerUrl: string;
  /** What the next id tokens say. */
  claims: Record<string, unknown>;
  close(): void;
}

const clientId = 'hub';
const keyId = 'key-1';

/** As much of an OpenID provider as a sign-in touches: discovery, keys, consent without a question, and tokens. */
export async function startStandInOry(): Promise<StandInOry> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const nonces = new Map<string, string | null>();
  const provider: { claims: Record<string, unknown> } = { claims: {} };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function idToken(nonce: string | null): string {
    const seconds = Math.floor(Date.now() / 1000);
    const standard = {
      iss: issuerUrl,
      aud: clientId,
      iat: seconds,
      exp: seconds + 300,
      ...(nonce === null ? {} : { nonce }),
    };
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'RS256', kid: keyId, typ: 'JWT' })}.${part({ ...standard, ...provider.claims })}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuerUrl);
    const json = (body: unknown): void => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer: issuerUrl,
          authorization_endpoint: `${issuerUrl}/oauth2/auth`,
          token_endpoint: `${issuerUrl}/oauth2/token`,
          userinfo_endpoint: `${issuerUrl}/userinfo`,
          jwks_uri: `${issuerUrl}/keys`,
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }] });
      case '/oauth2/auth': {
        const code = randomUUID();
        nonces.set(code, url.searchParams.get('nonce'));
        const back = new URL(url.searchParams.get('redirect_uri') ?? '');
        back.searchParams.set('code', code);
        back.searchParams.set('state', url.searchParams.get('state') ?? '');
        response.writeHead(302, { location: back.href });
        return void response.end();
      }
      case '/oauth2/token': {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        const nonce = nonces.get(new URLSearchParams(body).get('code') ?? '') ?? null;
        return json({ access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken(nonce) });
      }
      default:
        response.writeHead(404);
        response.end();
    }
  }

  return {
    issuerUrl,
    get claims() {
      return provider.claims;
    },
    set claims(claims) {
      provider.claims = claims;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
