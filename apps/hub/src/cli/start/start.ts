import path from 'node:path';
import { secretFile } from '@activity-hub/db/embedded/secret-file';
import { checkPorts } from './check-ports.ts';
import { claimDataDir } from './claim-data-dir.ts';
import { buildConsole } from './console-build.ts';
import { addressesOf, hubPrograms } from './hub-programs.ts';
import { operatorKeyOf } from './operator-key.ts';
import { readyBanner } from './ready-banner.ts';
import { RunningStack, StopRequested } from './running-stack.ts';
import { startAnalytics, startDatabase } from './start-databases.ts';
import { StartProgress } from './start-progress.ts';
import { type StartSettings, startSettings } from './start-settings.ts';
import type { SupervisedProgram } from './supervised-program.ts';

/**
 * `npm start`: databases and console build side by side, then the hub's programs, then the addresses.
 * Everything it starts is its direct child and dies with it; PostgreSQL alone outlives a `kill -9` and
 * is taken over by the next start.
 */
const progress = new StartProgress(process.stdout);
const running = new RunningStack();
const started = performance.now();

async function main(): Promise<void> {
  const settings = startSettings(path.join(import.meta.dirname, '../../../../..'), process.env);
  const addresses = addressesOf(settings);
  const mine = {
    pid: process.pid,
    hub_url: addresses.hub,
    process_url: addresses.process,
    console_url: addresses.console,
  };
  const claim = claimDataDir(settings.dataDir, mine);
  await running.add({ name: 'data folder', stop: async () => claim.release() });
  stopOnSignals();
  await checkPorts(settings);
  const servers = await startServers(settings);
  claim.note({ ...mine, database_url: servers.databaseUrl, clickhouse_url: servers.clickhouseUrl });
  const operatorKey = operatorKeyOf(settings.dataDir);
  // Kept, so that a restart signs nobody out.
  const authSecret = process.env['HUB_AUTH_SECRET'] ?? secretFile(path.join(settings.dataDir, 'auth-secret'));
  const programs = hubPrograms(settings, { ...servers, operatorKey, authSecret }, onTrouble);
  // In this order they are stopped last to first: the console before the hub that it asks.
  await together([startProgram(programs.process), startProgram(programs.ingest), startProgram(programs.console)]);
  progress.say(readyBanner(settings, ((performance.now() - started) / 1000).toFixed(1)));
}

async function startServers(settings: StartSettings): Promise<{ databaseUrl: string; clickhouseUrl: string }> {
  const start = { settings, progress, running, onTrouble };
  const build = progress.step('console build', async (note) => {
    if ((await buildConsole(settings.root, settings.dataDir, running)) === 'kept') note('nothing has changed');
  });
  const [databaseUrl, clickhouseUrl] = await together([startDatabase(start), startAnalytics(start), build]);
  return { databaseUrl, clickhouseUrl };
}

async function startProgram(program: SupervisedProgram): Promise<void> {
  await running.add(program);
  await progress.step(program.name, () => program.start());
}

/** Waits for all even when one fails: what is half started must be known before it is stopped. */
async function together<const Work extends readonly Promise<unknown>[]>(
  work: Work,
): Promise<{ -readonly [Index in keyof Work]: Awaited<Work[Index]> }> {
  await Promise.allSettled(work);
  return await Promise.all(work);
}

function onTrouble(sentence: string): void {
  progress.say(`✖ ${sentence}`);
}

function stopOnSignals(): void {
  const stop = () => {
    if (running.stopping) {
      running.killAll();
      return;
    }
    progress.say('\nstopping');
    // 0, also after Ctrl-C: it is the ordinary end, and npm would print a page about any other code.
    void stopEverything(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // The command that a person sees, `npm start`, is gone.
  if (process.connected) process.once('disconnect', stop);
}

async function stopEverything(code: number): Promise<void> {
  await running.stopAll((name, error) => onTrouble(`${name} did not stop cleanly: ${messageOf(error)}`));
  progress.say('stopped');
  process.exit(code);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  await main();
} catch (error) {
  if (!running.stopping && !(error instanceof StopRequested)) {
    progress.say(messageOf(error));
    await stopEverything(1);
  }
}
