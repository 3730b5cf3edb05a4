import type { RecordedEvent } from '@activity-hub/contracts/event';
import { jsonSchemaOf } from '@activity-hub/contracts/event-types/payload-json-schema';
import type { SinkContext } from '@activity-hub/contracts/plugin/context';
import { reasonOf } from '@activity-hub/contracts/plugin/plugin-error';
import { type HubMessage, PROTOCOL_VERSION } from '@activity-hub/contracts/plugin/protocol';
import { sentResult } from '@activity-hub/contracts/plugin/sent-result';
import type { AnySink, SinkConnection } from '@activity-hub/contracts/plugin/sink';
import { AskedHub } from './asked-hub.ts';
import { configuredWith } from './configured-with.ts';
import { hubLines } from './hub-lines.ts';

/** Answers the hub on standard input and output for a sink, until it says stop. */
export async function serveSink(sink: AnySink): Promise<void> {
  const serving = new ServingSink(sink);
  for await (const message of hubLines()) {
    if (message.type === 'stop') break;
    // Not waited for: what the sink asks others meanwhile is answered by the lines that follow.
    void serving.take(message);
  }
  await serving.close();
}

class ServingSink {
  readonly #sink: AnySink;
  readonly #stop = new AbortController();
  readonly #hub = new AskedHub(write);
  #config: unknown;
  #connection: Promise<SinkConnection> | undefined;

  constructor(sink: AnySink) {
    this.#sink = sink;
  }

  async take(message: HubMessage): Promise<void> {
    if (message.type === 'hello') write(this.#ready());
    else if (message.type === 'fetched') this.#hub.answered(message);
    else if (message.type === 'deliver') write(await this.#delivered(message.id, message.events));
    else if (message.type === 'configure') {
      const { config, fault } = configuredWith(this.#sink, message.config);
      this.#config = config;
      write({ type: 'configured', fault });
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    const connection = await this.#connection?.catch(() => undefined);
    await connection?.close();
  }

  #ready(): object {
    const { config, ...manifest } = this.#sink.manifest;
    const wish = this.#sink.batch?.(config.parse({}));
    const batch = wish === undefined ? {} : { batch: { events: wish.events, gather_seconds: wish.gatherSeconds } };
    const sent = { ...manifest, config_schema: jsonSchemaOf(config) };
    return { type: 'ready', protocol: PROTOCOL_VERSION, manifest: sent, deadlines: false, ...batch };
  }

  async #delivered(id: number, events: readonly RecordedEvent[]): Promise<object> {
    try {
      this.#connection ??= this.#connect();
      const results = await (await this.#connection).deliver(events);
      return { type: 'delivered', id, results: results.map(sentResult) };
    } catch (error) {
      return { type: 'failed', id, reason: reasonOf(error) };
    }
  }

  /** Tried again by the next delivery when it fails. */
  async #connect(): Promise<SinkConnection> {
    try {
      return await this.#sink.connect(this.#config, this.#context());
    } catch (error) {
      this.#connection = undefined;
      throw error;
    }
  }

  #context(): SinkContext {
    return {
      log: (level, message, fields) =>
        write({ type: 'log', level, message, ...(fields === undefined ? {} : { fields }) }),
      signal: this.#stop.signal,
      fetch: (url, init) => this.#hub.fetch(url, init),
      connect: () => {
        throw new Error('A sink in a process of its own opens no sockets: it asks others by context.fetch.');
      },
      get dataFolder(): string {
        throw new Error('A sink in a process of its own writes no files: it has no data folder.');
      },
    };
  }
}

function write(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
