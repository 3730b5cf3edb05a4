import path from 'node:path';

export interface StartSettings {
  readonly root: string;
  readonly dataDir: string;
  readonly hubPort: number;
  readonly processPort: number;
  readonly grpcPort: number;
  readonly consolePort: number;
  /** Set: that server is used and none is started. */
  readonly databaseUrl: string | undefined;
  readonly clickhouseUrl: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error with a sentence that names the variable */
export function startSettings(root: string, environment: Environment): StartSettings {
  const settings = {
    root,
    dataDir: path.resolve(root, given(environment, 'HUB_DATA_DIR') ?? '.data'),
    hubPort: portOf(environment, 'HUB_PORT', 4000),
    processPort: portOf(environment, 'HUB_PROCESS_PORT', 4001),
    grpcPort: portOf(environment, 'HUB_GRPC_PORT', 4002),
    consolePort: portOf(environment, 'CONSOLE_PORT', 3000),
    databaseUrl: given(environment, 'DATABASE_URL'),
    clickhouseUrl: given(environment, 'CLICKHOUSE_URL'),
  };
  const ports = [settings.hubPort, settings.processPort, settings.grpcPort, settings.consolePort];
  if (new Set(ports).size < ports.length) {
    throw new Error('HUB_PORT, HUB_PROCESS_PORT, HUB_GRPC_PORT and CONSOLE_PORT must be four different ports.');
  }
  return settings;
}

function portOf(environment: Environment, name: string, standard: number): number {
  const text = given(environment, name);
  const port = text === undefined ? standard : Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${name} is "${text}", which is no port: give a number between 1 and 65535.`);
}

function given(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}
