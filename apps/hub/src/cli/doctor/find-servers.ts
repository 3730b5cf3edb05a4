import { readFileSync } from 'node:fs';
import path from 'node:path';
import { consoleAddress, dataFolder, hubAddress } from '../hub-address.ts';
import { readRunningHub } from '../start/claim-data-dir.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface FoundServer {
  /** With its password; never shown. */
  readonly url: string;
  readonly from: 'environment' | 'running hub' | 'data folder';
}

export interface FoundServers {
  readonly dataDir: string;
  /** What `npm start` noted; undefined when nothing runs on the folder. */
  readonly startPid: number | undefined;
  readonly hub: string;
  readonly process: string;
  readonly console: string;
  readonly database: FoundServer | undefined;
  readonly clickhouse: FoundServer | undefined;
}

/**
 * Where everything is: as the environment says, else as the running hub noted, else as the embedded
 * servers left it in the data folder (they may outlive a hub that was killed).
 */
export function findServers(env: Environment): FoundServers {
  const dataDir = path.resolve(dataFolder(env));
  const running = readRunningHub(dataDir);
  return {
    dataDir,
    startPid: running?.pid,
    hub: hubAddress(env),
    process: env['HUB_PROCESS_PORT']
      ? `http://127.0.0.1:${env['HUB_PROCESS_PORT']}`
      : (running?.process_url ?? 'http://127.0.0.1:4001'),
    console: consoleAddress(env),
    database: serverOf(env['DATABASE_URL'], running?.database_url, () =>
      embeddedUrl(dataDir, 'postgres-port', 'postgres-password', 'postgres', 'hub'),
    ),
    clickhouse: serverOf(env['CLICKHOUSE_URL'], running?.clickhouse_url, () =>
      embeddedUrl(dataDir, 'clickhouse-port', 'clickhouse-token', 'http', 'hub'),
    ),
  };
}

function serverOf(
  told: string | undefined,
  noted: string | undefined,
  left: () => string | undefined,
): FoundServer | undefined {
  if (told !== undefined && told !== '') return { url: told, from: 'environment' };
  if (noted !== undefined) return { url: noted, from: 'running hub' };
  const url = left();
  return url === undefined ? undefined : { url, from: 'data folder' };
}

function embeddedUrl(
  dataDir: string,
  portFile: string,
  secretFile: string,
  scheme: string,
  database: string,
): string | undefined {
  try {
    const port = Number(readFileSync(path.join(dataDir, portFile), 'utf8').trim());
    const secret = readFileSync(path.join(dataDir, secretFile), 'utf8').trim();
    return `${scheme}://hub:${secret}@127.0.0.1:${port}/${database}`;
  } catch {
    return undefined;
  }
}

/** What of an address may be shown. */
export function shownAddress(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
