import path from 'node:path';
import { hubProgram } from '../../hub-program.ts';
import { consolePlaces } from './console-build.ts';
import { answersWith } from './ready-answer.ts';
import type { StartSettings } from './start-settings.ts';
import { type ProgramOptions, SupervisedProgram } from './supervised-program.ts';

const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 12_000;

export interface HubAddresses {
  readonly hub: string;
  readonly process: string;
  readonly console: string;
}

export function addressesOf(settings: StartSettings): HubAddresses {
  return {
    hub: `http://127.0.0.1:${settings.hubPort}`,
    process: `http://127.0.0.1:${settings.processPort}`,
    console: `http://127.0.0.1:${settings.consolePort}`,
  };
}

export interface HubPrograms {
  readonly ingest: SupervisedProgram;
  readonly process: SupervisedProgram;
  readonly console: SupervisedProgram;
}

/** The three programs of a hub. Plugins run in `process` only, so that none shares a process with HTTP ingest. */
export function hubPrograms(
  settings: StartSettings,
  servers: { databaseUrl: string; clickhouseUrl: string; operatorKey: string; authSecret: string },
  onTrouble: (sentence: string) => void,
): HubPrograms {
  const addresses = addressesOf(settings);
  const common = { cwd: settings.root, readyLimitMs: READY_LIMIT_MS, stopLimitMs: STOP_LIMIT_MS, onTrouble };
  const environment = {
    HUB_PORT: String(settings.hubPort),
    HUB_PROCESS_PORT: String(settings.processPort),
    HUB_GRPC_PORT: String(settings.grpcPort),
    HUB_DATA_DIR: settings.dataDir,
    DATABASE_URL: servers.databaseUrl,
    CLICKHOUSE_URL: servers.clickhouseUrl,
    HUB_OPERATOR_KEY: servers.operatorKey,
    HUB_AUTH_SECRET: servers.authSecret,
    // Said by whoever opens the console to others; both names of this machine otherwise.
    HUB_CONSOLE_URL: process.env['HUB_CONSOLE_URL'] ?? `${addresses.console},http://localhost:${settings.consolePort}`,
  };
  const hub = (name: string, roles: string, address: string): ProgramOptions => ({
    ...common,
    name,
    args: hubProgram(roles),
    environment,
    logFile: path.join(settings.dataDir, `hub-${roles.split(',')[0]}.log`),
    isReady: () => answersWith(`${address}/activity/health/ready`, (status) => status === 200),
  });
  return {
    ingest: new SupervisedProgram(hub('hub (ingest, query)', 'ingest,query', addresses.hub)),
    process: new SupervisedProgram(hub('hub (process)', 'process,dispatch', addresses.process)),
    console: new SupervisedProgram({
      ...common,
      name: 'console',
      args: [consolePlaces(settings.root).server],
      environment: {
        PORT: String(settings.consolePort),
        HOSTNAME: '127.0.0.1',
        HUB_URL: addresses.hub,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        // It is a client of the hub and has no business with the databases.
        DATABASE_URL: undefined,
        CLICKHOUSE_URL: undefined,
        HUB_OPERATOR_KEY: undefined,
        HUB_AUTH_SECRET: undefined,
      },
      logFile: path.join(settings.dataDir, 'console.log'),
      isReady: () => answersWith(`${addresses.console}/`, (status) => status < 400),
    }),
  };
}
