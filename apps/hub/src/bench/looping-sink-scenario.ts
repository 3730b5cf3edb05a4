import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { postingInTypeScript } from '../plugins/testing/posting-sink.ts';
import { startHubProcess } from '../testing/hub-process.ts';
import { asOperator } from '../testing/operator-key.ts';
import { type OwnServers, withOwnServers } from '../testing/own-servers.ts';
import type { LoadResult } from './load-generator.ts';
import { latenciesOf, latencyMedians, latencySpread, toNeighbours, toOwnNeighbours } from './neighbouring-loads.ts';
import { runLoad } from './run-load.ts';
import type { ScenarioResult } from './scenario-result.ts';

type Say = (line: string) => void;

const eventsPerSecond = 300;
const leadSeconds = 3;
const seconds = 12;
const rounds = 4;
const subscriptions = 3;
const id = 'posting';
/** A deleted subscription's process ends with what it is at. */
const endsWithinMs = 11_000;

async function load(target: string, run: string): Promise<LoadResult> {
  const rest = { surface: 'rest', target, batch: 1, connections: 64, leadSeconds } as const;
  const count = eventsPerSecond * (leadSeconds + seconds);
  return await runLoad({ mode: 'paced', ...rest, run, count, perSecond: eventsPerSecond });
}

const bySink = { kind: 'sink', sink_id: id, config: { url: 'http://127.0.0.1:9/in' } } as const;
/** Matched and kept for who never comes: what subscriptions cost that nobody delivers to. */
const fetchedByNobody = { kind: 'pull' } as const;

/** Subscriptions to everything. */
class Subscriptions {
  readonly #url: string;
  #ids: string[] = [];

  constructor(hubUrl: string) {
    this.#url = `${hubUrl}/activity/subscriptions`;
  }

  async make(destination: typeof bySink | typeof fetchedByNobody): Promise<void> {
    for (let n = 0; n < subscriptions; n++) {
      const made = await this.#ask('POST', '', { name: `For the bench ${n}`, topics: ['activity.**'], destination });
      this.#ids.push((made as { subscription: { subscription_id: string } }).subscription.subscription_id);
    }
  }

  async remove(): Promise<void> {
    for (const each of this.#ids.splice(0)) await this.#ask('DELETE', `/${each}`);
    await pause(endsWithinMs);
  }

  async #ask(method: string, at: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(this.#url + at, {
      method,
      headers: { ...asOperator, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} of a subscription: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : await answer.json();
  }
}

async function measure({ env: servers }: OwnServers, say: Say): Promise<ScenarioResult> {
  const pluginsDir = path.join(servers['HUB_DATA_DIR'] ?? '', 'plugins');
  await mkdir(path.join(pluginsDir, id), { recursive: true });
  const plugin = { id, kind: 'sink', main: 'posting.ts', runtime: 'node', network: ['{url}'] };
  await writeFile(path.join(pluginsDir, id, 'plugin.json'), JSON.stringify(plugin));
  await writeFile(path.join(pluginsDir, id, 'posting.ts'), postingInTypeScript('for (;;);'));
  const env = {
    ...servers,
    HUB_PLUGINS_DIR: pluginsDir,
    HUB_AUTH_SECRET: 'a secret of the hub that is long enough',
    HUB_WEBHOOK_ALLOW: '127.0.0.1/32',
  };
  const ingest = await startHubProcess({ roles: 'ingest,query', env });
  const dispatch = await startHubProcess({ roles: 'process,dispatch', env });
  const made = new Subscriptions(ingest.url);
  const [without, beside]: [LoadResult[], LoadResult[]] = [[], []];
  try {
    const loadedBeside = async (
      destination: Parameters<Subscriptions['make']>[0],
      run: string,
    ): Promise<LoadResult> => {
      say(
        `looping_sink: single events at ${eventsPerSecond}/s, ${subscriptions} subscriptions of the kind ${destination.kind}`,
      );
      await made.make(destination);
      const result = await load(ingest.url, run);
      await made.remove();
      return result;
    };
    await loadedBeside(fetchedByNobody, 'sink warm');
    for (let round = 0; round < rounds; round++) {
      without.push(await loadedBeside(fetchedByNobody, `sink without ${round}`));
      beside.push(await loadedBeside(bySink, `sink beside ${round}`));
    }
    without.push(await loadedBeside(fetchedByNobody, 'sink without'));
    return resultOf(without, beside, dispatch.peakRssMb());
  } finally {
    await ingest.stop();
    await dispatch.stop();
  }
}

function resultOf(without: readonly LoadResult[], beside: readonly LoadResult[], peakRssMb: number): ScenarioResult {
  const prefix = 'looping_sink_ingest';
  return {
    figures: latencyMedians(prefix, beside, 'with'),
    ratios: {
      ...latencySpread(prefix, 'with_to_without', (latency) =>
        toNeighbours(latenciesOf(beside, latency), latenciesOf(without, latency)),
      ),
      ...latencySpread(prefix, 'without_to_without', (latency) => toOwnNeighbours(latenciesOf(without, latency))),
    },
    baseline: latencyMedians(prefix, without, 'without'),
    peakRssMb,
  };
}

/** What a sink that never answers costs the answers of ingest, beside subscriptions that are matched and never delivered. */
export function loopingSinkScenario(say: Say): Promise<ScenarioResult> {
  return withOwnServers((servers) => measure(servers, say));
}
