import { randomBytes } from 'node:crypto';

/** Signing in by an identity of the ecosystem (ORY Hydra, or any other OpenID provider). */
export interface OrySettings {
  readonly issuerUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim that says the role; absent: who signs in for the first time is a mentor, and admins change that here. */
  readonly roleClaim: string | undefined;
  /** Values of the claim that make an admin; all others make a mentor. */
  readonly adminValues: readonly string[];
}

export interface SignInSettings {
  /** Signs the session cookies: who knows it is anybody. */
  readonly secret: string;
  /** Whether it was given: one that was made up ends all sessions at a restart, and no other hub knows it. */
  readonly secretKnown: boolean;
  /** Where people open the console; the first is where ORY sends them back to. */
  readonly consoleUrls: readonly [string, ...string[]];
  /** Whether the addresses were said; otherwise every loopback address may be the console. */
  readonly consoleUrlsKnown: boolean;
  /** Addresses whose word on the client's address counts. */
  readonly trustedProxies: readonly string[];
  readonly ory: OrySettings | undefined;
}

type Variables = Readonly<Record<string, string | undefined>>;

const defaultConsole = 'http://127.0.0.1:3000';
const loopback = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];
const minSecretLength = 32;

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function originOf(url: string, name: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new Error(`${name} must be an address such as https://hub.example.org.`);
  return new URL(url).origin;
}

/** @throws Error with a sentence that names the variable; values are not shown */
export function readSignInSettings(variables: Variables): SignInSettings {
  const secret = variables['HUB_AUTH_SECRET'] ?? '';
  if (secret !== '' && secret.length < minSecretLength)
    throw new Error(`HUB_AUTH_SECRET is too short: give at least ${minSecretLength} random characters.`);
  const known = listOf(variables['HUB_CONSOLE_URL']).map((url) => originOf(url, 'HUB_CONSOLE_URL'));
  const [first = defaultConsole, ...more] = known;
  return {
    secretKnown: secret !== '',
    secret: secret === '' ? randomBytes(32).toString('base64url') : secret,
    consoleUrls: [first, ...more],
    consoleUrlsKnown: known.length > 0,
    trustedProxies: [...loopback, ...listOf(variables['HUB_TRUSTED_PROXIES'])],
    ory: readOry(variables),
  };
}

function readOry(variables: Variables): OrySettings | undefined {
  const issuer = variables['ORY_ISSUER_URL'] ?? '';
  if (issuer === '') return undefined;
  const needed = (name: 'ORY_CLIENT_ID' | 'ORY_CLIENT_SECRET'): string => {
    const value = variables[name] ?? '';
    if (value === '') throw new Error(`${name} is not set, and ORY_ISSUER_URL needs it.`);
    return value;
  };
  originOf(issuer, 'ORY_ISSUER_URL');
  const adminValues = listOf(variables['ORY_ADMIN_VALUES']);
  return {
    issuerUrl: issuer.replace(/\/+$/, ''),
    clientId: needed('ORY_CLIENT_ID'),
    clientSecret: needed('ORY_CLIENT_SECRET'),
    roleClaim: variables['ORY_ROLE_CLAIM'] || undefined,
    adminValues: adminValues.length === 0 ? ['admin'] : adminValues,
  };
}
