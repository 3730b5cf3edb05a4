import { ok } from 'node:assert/strict';
import type { JsonObject, RecordedEvent } from '../../event.ts';
import type { FetchRequest } from '../protocol.ts';
import { secretsIn } from '../secrets-in.ts';
import { SHORTEST_SECRET, withoutSecrets } from '../without-secrets.ts';
import {
  checkBatch,
  checkOutcomes,
  type DeliveryBench,
  type DeliveryTarget,
  deliveryChecks,
} from './delivery-checks.ts';
import type { ProgramCheck } from './program-conformance.ts';
import { type SinkFixtures, sampleOf, strayed } from './sink-fixtures.ts';
import { bodyOf, StandIn, type StandInAnswer } from './stand-in.ts';
import type { TrialSink } from './trial-sink.ts';

const well: StandInAnswer = { status: 200, headers: {} };
const ill: StandInAnswer = { status: 503, headers: {}, body: 'out of order' };
const gone: StandInAnswer = { fails: 'Nothing listens at the address.' };

interface Bench extends DeliveryBench {
  readonly standIn: StandIn;
  /** What people may read, by what it is. */
  readonly said: { readonly where: string; readonly text: string }[];
  readonly stop: () => Promise<void>;
}

/**
 * What every sink in a process of its own promises its host, asked of the running program, with a stand-in for whomever it asks. The
 * settings are those of the scenarios of its fixtures, and so are the events. A check rejects with an `AssertionError`, or with another
 * error where the sink does not start or gives no results.
 */
export function sinkProgramConformance(sink: TrialSink, fixtures: SinkFixtures): readonly ProgramCheck[] {
  const events = sampleOf(fixtures);
  const ids = events.map(({ event_id }) => event_id);
  const configs = [...new Map(fixtures.scenarios.map(({ config }) => [JSON.stringify(config), config])).values()];
  const onBench = (name: string, check: (bench: Bench) => Promise<void>): ProgramCheck => ({
    name,
    run: () => withBench(sink, configs[0] ?? {}, events, check),
  });
  const underEachConfig = (name: string, check: (bench: Bench, config: JsonObject) => Promise<void>): ProgramCheck => ({
    name,
    run: async () => {
      for (const config of configs) await withBench(sink, config, events, (bench) => check(bench, config));
    },
  });
  return [
    ...deliveryChecks(events).map(({ name, check }) => onBench(name, check)),
    onBench('answers retry where nobody answers, and delivers when somebody does', async ({ standIn, deliver }) => {
      standIn.answers = () => gone;
      checkOutcomes(await deliver(events), ids, 'retry');
      standIn.answers = () => well;
      checkOutcomes(await deliver(events), ids, 'delivered');
    }),
    underEachConfig('asks only hosts that its plugin.json names', async ({ standIn, deliver }, config) => {
      for (const answer of [well, ill]) {
        standIn.answers = () => answer;
        await deliver(events).catch(() => undefined);
      }
      const faults = strayed(standIn.strayedTo((url) => sink.mayAsk(url, config)));
      ok(faults.length === 0, faults.join('\n'));
    }),
    underEachConfig('tells no secret, even where it is told it back', async (bench, config) =>
      checkSecrets(bench, events, secretsIn(sink.configSchema, config)),
    ),
    { name: 'has a scenario with each secret', run: async () => checkGiven(sink.configSchema, configs) },
    { name: 'likes batches that a host grants', run: async () => checkBatch(sink.batch) },
  ];
}

async function checkSecrets(
  { standIn, deliver, said, stop }: Bench,
  events: readonly RecordedEvent[],
  secrets: readonly string[],
): Promise<void> {
  const echoes: readonly ((echo: string) => StandInAnswer)[] = [
    (echo) => ({ status: 400, headers: {}, body: echo }),
    (echo) => ({ status: 500, headers: {}, body: echo }),
    (echo) => ({ fails: `Nobody answers ${echo}` }),
  ];
  for (const echo of echoes) {
    standIn.answers = (request) => echo(echoOf(request));
    await deliver(events).catch((error: Error) => said.push({ where: 'what it throws', text: error.message }));
  }
  // What it printed last is there when it has ended.
  await stop();
  const long = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  const told = said.find(({ text }) => long.some((secret) => text.includes(secret)));
  ok(
    told === undefined,
    `a secret stands in ${told?.where}: ${withoutSecrets(told?.text ?? '', long).slice(0, quoted)}`,
  );
}

const quoted = 300;

function echoOf(request: FetchRequest): string {
  return JSON.stringify({ url: request.url, headers: request.headers, body: bodyOf(request) });
}

/** A secret that no scenario gives is a secret that nobody looks for. */
function checkGiven(schema: JsonObject, configs: readonly JsonObject[]): void {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, { readonly secret?: boolean }>);
  const missing = properties
    .filter(([name, { secret }]) => secret === true && configs.every((config) => isEmpty(config[name])))
    .map(([name]) => `no scenario gives the secret ${name} a value, so that nobody sees whether it is told`);
  ok(missing.length === 0, missing.join('\n'));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || value === null;
}

async function withBench(
  sink: TrialSink,
  config: JsonObject,
  events: readonly RecordedEvent[],
  check: (bench: Bench) => Promise<void>,
): Promise<void> {
  const said: { where: string; text: string }[] = [];
  const standIn = new StandIn(() => well);
  const program = await sink.open(config, {
    fetch: standIn.fetch,
    log: (text) => void said.push({ where: 'a log line', text }),
  });
  try {
    await check({
      standIn,
      said,
      stop: () => program.stop(),
      target: targetOf(standIn, events),
      deliver: async (batch) => {
        const results = await program.deliver(batch).catch(noResults);
        for (const result of results)
          if ('reason' in result) said.push({ where: `a reason (${result.outcome})`, text: result.reason });
        return results;
      },
    });
  } finally {
    await program.stop();
  }
}

function noResults(error: Error): never {
  throw new Error(`it gives no results: ${error.message}`, { cause: error });
}

/** It holds whatever was told to it under an id, and an id once: as whoever sorts out repeats by them. */
function targetOf(standIn: StandIn, events: readonly RecordedEvent[]): DeliveryTarget {
  return {
    received: async () => {
      const told = standIn.taken.map(echoOf).join('\n');
      return events.map(({ event_id }) => event_id).filter((id) => told.includes(id));
    },
    fail: () => {
      standIn.answers = () => ill;
    },
    recover: () => {
      standIn.answers = () => well;
    },
  };
}
