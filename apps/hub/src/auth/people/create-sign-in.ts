import { randomUUID } from 'node:crypto';
import { personRoles } from '@activity-hub/contracts/access/caller';
import { passwordBounds } from '@activity-hub/contracts/access/password-bounds';
import { type AuthDatabase, authTables, connectAuthDatabase } from '@activity-hub/db/people/auth-database';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError } from 'better-auth/api';
import { genericOAuth } from 'better-auth/plugins';
import { roleOfClaim } from './role-of-claim.ts';
import { clientAddressHeader, type SignIn, type SignInOptions } from './sign-in.ts';
import type { OrySettings } from './sign-in-settings.ts';

const cookiePrefix = 'activity-hub';
const sessionSeconds = 7 * 24 * 60 * 60;
const renewalSeconds = 24 * 60 * 60;

/** People sign in by e-mail and password, and by ORY where it is configured. Nobody can sign up by themselves. */
export function createSignIn(options: SignInOptions): SignIn {
  const store = connectAuthDatabase(options.databaseUrl);
  const auth = authOf(options, store.database);
  return {
    answer: (request) => auth.handler(request),
    async personOf(cookieHeader) {
      const found = await auth.api.getSession({ headers: new Headers({ cookie: cookieHeader }) });
      if (found === null || found.user.disabled === true) return undefined;
      const { id, email, name, role } = found.user;
      const known = personRoles.find((each) => each === role);
      return known === undefined ? undefined : { kind: 'person', person_id: id, email, name, role: known };
    },
    hashPassword: async (password) => (await auth.$context).password.hash(password),
    close: store.close,
  };
}

function authOf({ settings, onTrouble }: SignInOptions, database: AuthDatabase) {
  return betterAuth({
    appName: 'Activity Hub',
    baseURL: settings.consoleUrls[0],
    basePath: '/api/auth',
    secret: settings.secret,
    database: drizzleAdapter(database, { provider: 'pg', schema: authTables, transaction: true }),
    trustedOrigins: [
      ...settings.consoleUrls,
      ...(settings.consoleUrlsKnown ? [] : ['http://127.0.0.1:*', 'http://localhost:*']),
    ],
    user: {
      additionalFields: {
        // `input` only so that the claim of ORY can set it: the routes that take fields from people are not served.
        role: { type: [...personRoles], required: false, defaultValue: 'mentor', input: true },
        disabled: { type: 'boolean', required: false, defaultValue: false, input: false },
      },
    },
    session: { expiresIn: sessionSeconds, updateAge: renewalSeconds, cookieCache: { enabled: false } },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordBounds.min,
      maxPasswordLength: passwordBounds.max,
    },
    account: { accountLinking: { enabled: true, trustedProviders: [] }, encryptOAuthTokens: true },
    databaseHooks: {
      session: { create: { before: (session) => refuseDisabled(database, session.userId) } },
    },
    onAPIError: { errorURL: `${settings.consoleUrls[0]}/sign-in` },
    // The hub's own limits stand before it, and answer as the rest of the hub does.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => onTrouble(message) },
    advanced: {
      cookiePrefix,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: { generateId: () => randomUUID() },
    },
    plugins: settings.ory === undefined ? [] : [genericOAuth({ config: [oryProvider(settings.ory)] })],
  });
}

/** Before a session is made, by whatever way: the password was right, and it still is no way in. */
async function refuseDisabled(database: AuthDatabase, personId: string): Promise<void> {
  const person = await database.query.user.findFirst({ where: (table, { eq }) => eq(table.id, personId) });
  if (person?.disabled !== false)
    throw new APIError('FORBIDDEN', {
      code: 'DISABLED',
      message: 'This account is disabled. Ask an admin of the hub.',
    });
}

function oryProvider(ory: OrySettings) {
  const { roleClaim } = ory;
  return {
    providerId: 'ory',
    name: 'ORY',
    discoveryUrl: `${ory.issuerUrl}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    clientId: ory.clientId,
    clientSecret: ory.clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    // Where a claim says the role it says so at every sign-in: rights taken there are taken here.
    overrideUserInfo: roleClaim !== undefined,
    mapProfileToUser: (profile: Readonly<Record<string, unknown>>) => ({
      name: nameOf(profile),
      ...(roleClaim === undefined ? {} : { role: roleOfClaim(profile, roleClaim, ory.adminValues) }),
    }),
  };
}

function nameOf(profile: Readonly<Record<string, unknown>>): string {
  const { name, email } = profile;
  return typeof name === 'string' && name.trim() !== '' ? name.slice(0, 120) : typeof email === 'string' ? email : '';
}
