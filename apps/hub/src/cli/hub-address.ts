import { readRunningHub } from './start/claim-data-dir.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export function dataFolder(env: Environment): string {
  return env['HUB_DATA_DIR'] ?? '.data';
}

/** Where the commands find the hub: as told, else where `npm start` runs one on this data folder, else the usual port. */
export function hubAddress(env: Environment): string {
  const told = env['HUB_URL'] ?? addressOf(env['HUB_PORT']);
  return (told ?? readRunningHub(dataFolder(env))?.hub_url ?? 'http://127.0.0.1:4000').replace(/\/+$/, '');
}

export function consoleAddress(env: Environment): string {
  const told = env['CONSOLE_URL'] ?? addressOf(env['CONSOLE_PORT']);
  return (told ?? readRunningHub(dataFolder(env))?.console_url ?? 'http://127.0.0.1:3000').replace(/\/+$/, '');
}

function addressOf(port: string | undefined): string | undefined {
  return port === undefined || port === '' ? undefined : `http://127.0.0.1:${port}`;
}
