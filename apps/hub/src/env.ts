import path from 'node:path';
import { isTimeZone } from '@activity-hub/contracts/calendar';
import { z } from 'zod';
import { readSignInSettings, type SignInSettings } from './auth/people/sign-in-settings.ts';
import { type AllowList, parseAllowList } from './dispatch/webhook/allow-list.ts';
import { type KratosSettings, readIdentitySettings } from './identity/identity-settings.ts';

const port = z.coerce.number().int().min(0).max(65_535);

const environment = z.object({
  HUB_PORT: port.default(4000),
  HUB_PROCESS_PORT: port.default(4001),
  HUB_GRPC_PORT: port.default(4002),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  CLICKHOUSE_URL: z.url().optional(),
  HUB_OPERATOR_KEY: z.string().optional(),
  HUB_TIME_ZONE: z.string().refine(isTimeZone, 'must be an IANA zone such as Europe/Moscow').default('UTC'),
  HUB_QUIET_MS: z.coerce.number().int().min(0).default(60_000),
  HUB_MAX_EVENTS_PER_SECOND: z.coerce.number().int().min(1).max(1_000_000).optional(),
  HUB_STORAGE_LIMIT_GB: z.coerce.number().min(0.1).max(1_000_000).optional(),
  HUB_DATA_DIR: z.string().min(1).default('.data'),
  HUB_PLUGINS_DIR: z.string().min(1).optional(),
  HUB_TRUSTED_PLUGINS: z
    .string()
    .regex(/^[a-z0-9-]+(\s*,\s*[a-z0-9-]+)*$/, 'must be ids of plugins, with commas between them')
    .optional(),
  HUB_WEBHOOK_ALLOW: z.string().max(10_000).optional(),
  HUB_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export interface HubEnv {
  readonly port: number;
  readonly processPort: number;
  readonly grpcPort: number;
  readonly databaseUrl: string;
  /** Absent: the hub takes and keeps events; what needs the analytics store says so. */
  readonly clickhouseUrl: string | undefined;
  /** Becomes an admin key at the start; absent: keys are made by people who signed in. */
  readonly operatorKey: string | undefined;
  readonly timeZone: string;
  /** How long nothing may have been recorded for a key before the clock fires its deadlines. */
  readonly quietMs: number;
  /** What is taken of all publishers together; absent: only the queues bound it. */
  readonly maxEventsPerSecond: number | undefined;
  /** Room the database may take, of which the watch tells 80 and 90 %; absent: it watches the disk alone. */
  readonly storageLimitBytes: number | undefined;
  readonly dataDir: string;
  /** Where installed plugins lie, one folder each. */
  readonly pluginsDir: string;
  /** Ids of installed plugins that run without isolation. */
  readonly trustedPlugins: readonly string[];
  /** What subscriptions may reach although it is not the open internet. */
  readonly webhookAllow: AllowList;
  readonly signIn: SignInSettings;
  /** Absent: participants are looked up in the hub's own directory. */
  readonly kratos: KratosSettings | undefined;
  readonly logLevel: z.infer<typeof environment>['HUB_LOG_LEVEL'];
}

/** @throws Error with a sentence that names the variable and what to do. Values are not shown: a URL holds a password. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): HubEnv {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? 'the environment');
    const problem = given[name] === undefined ? 'is not set' : `is not valid: ${issue?.message ?? ''}`;
    throw new Error(`${name} ${problem}. "npm start" sets it for the embedded servers; see README.md for real ones.`);
  }
  return {
    port: parsed.data.HUB_PORT,
    processPort: parsed.data.HUB_PROCESS_PORT,
    grpcPort: parsed.data.HUB_GRPC_PORT,
    databaseUrl: parsed.data.DATABASE_URL,
    clickhouseUrl: parsed.data.CLICKHOUSE_URL,
    operatorKey: parsed.data.HUB_OPERATOR_KEY,
    timeZone: parsed.data.HUB_TIME_ZONE,
    quietMs: parsed.data.HUB_QUIET_MS,
    maxEventsPerSecond: parsed.data.HUB_MAX_EVENTS_PER_SECOND,
    storageLimitBytes: parsed.data.HUB_STORAGE_LIMIT_GB && parsed.data.HUB_STORAGE_LIMIT_GB * 1e9,
    dataDir: path.resolve(parsed.data.HUB_DATA_DIR),
    pluginsDir: path.resolve(parsed.data.HUB_PLUGINS_DIR ?? path.join(parsed.data.HUB_DATA_DIR, 'plugins')),
    trustedPlugins: parsed.data.HUB_TRUSTED_PLUGINS?.split(',').map((id) => id.trim()) ?? [],
    webhookAllow: readAllowList(parsed.data.HUB_WEBHOOK_ALLOW),
    signIn: readSignInSettings(given),
    kratos: readIdentitySettings(given),
    logLevel: parsed.data.HUB_LOG_LEVEL,
  };
}

function readAllowList(text = ''): AllowList {
  try {
    return parseAllowList(text);
  } catch (error) {
    throw new Error(`HUB_WEBHOOK_ALLOW is not valid: ${error instanceof Error ? error.message : String(error)}`);
  }
}
