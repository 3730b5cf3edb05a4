import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import { readRecordBatch, type SentBatch, type SentRecord } from './kafka-records.ts';
import { array, int8, int16, int32, int64, string, WireReader } from './kafka-wire.ts';

/** The requests that a producer makes, and the one version of each that is understood. */
const versions: ReadonlyMap<number, number> = new Map([
  [0, 3],
  [3, 1],
  [18, 0],
  [22, 0],
]);
const MESSAGE_TOO_LARGE = 10;
const NOT_LEADER = 6;
const OUT_OF_ORDER = 45;

export interface KafkaStandIn {
  readonly brokers: readonly string[];
  readonly records: readonly (SentRecord & { readonly topic: string })[];
  readonly violations: readonly string[];
  readonly produced: () => number;
  /** Ever made to it. */
  readonly connections: () => number;
  /** Answers the next requests to produce with this code of an error. */
  failNext(times: number, code?: number): void;
  /** Takes the next requests to produce and lets their answers get lost. */
  loseAnswers(times: number): void;
  /** Answers nothing until `reset`. */
  hang(): void;
  /** Finds a record of this event too large. */
  refuse(eventId: string): void;
  reset(): void;
  stop(): Promise<void>;
}

/**
 * A broker with every topic, one partition each, that takes what an idempotent producer sends.
 * @param advertised the host that it names as the one to send to
 */
export async function startKafka(advertised = '127.0.0.1'): Promise<KafkaStandIn> {
  const broker = new StandInBroker(advertised);
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let pending = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE(0)) {
        const end = 4 + pending.readInt32BE(0);
        const answer = broker.answer(pending.subarray(4, end));
        pending = pending.subarray(end);
        if (answer !== undefined) socket.write(Buffer.concat([int32(answer.length), answer]));
      }
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  broker.port = (server.address() as AddressInfo).port;
  return {
    brokers: [`127.0.0.1:${broker.port}`],
    records: broker.records,
    violations: broker.violations,
    produced: () => broker.produced,
    connections: () => connections,
    failNext: (times, code = NOT_LEADER) => {
      broker.failures = { times, code };
    },
    loseAnswers: (times) => {
      broker.lostAnswers = times;
    },
    hang: () => {
      broker.silent = true;
    },
    refuse: (eventId) => void broker.refused.add(eventId),
    reset: () => {
      broker.failures = { times: 0, code: 0 };
      broker.silent = false;
      broker.lostAnswers = 0;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

class StandInBroker {
  readonly records: (SentRecord & { readonly topic: string })[] = [];
  readonly violations: string[] = [];
  readonly refused = new Set<string>();
  readonly #sequences = new Map<string, number>();
  port = 0;
  produced = 0;
  silent = false;
  lostAnswers = 0;
  failures = { times: 0, code: 0 };
  readonly #advertised: string;
  #producers = 0n;

  constructor(advertised: string) {
    this.#advertised = advertised;
  }

  /** @returns undefined when there is no answer */
  answer(bytes: Buffer): Buffer | undefined {
    const request = new WireReader(bytes);
    const [api, version, correlation] = [request.int16(), request.int16(), request.int32()];
    request.string();
    const body = this.#bodyOf(api, version, request);
    if (api === 0 && this.lostAnswers > 0) {
      this.lostAnswers--;
      return undefined;
    }
    return this.silent ? undefined : Buffer.concat([int32(correlation), body]);
  }

  #bodyOf(api: number, version: number, request: WireReader): Buffer {
    if (api === 18) return apiVersions(version);
    if (versions.get(api) !== version) throw new Error(`request ${api} in version ${version} is not known here`);
    if (api === 3) return this.#metadata(request.array(() => request.string()));
    if (api === 22) return Buffer.concat([int32(0), int16(0), int64(++this.#producers), int16(0)]);
    return this.#produce(request);
  }

  #metadata(topics: readonly string[]): Buffer {
    const broker = Buffer.concat([int32(1), string(this.#advertised), int32(this.port), int16(-1)]);
    const partition = Buffer.concat([int16(0), int32(0), int32(1), array([int32(1)]), array([int32(1)])]);
    const known = topics.map((topic) => Buffer.concat([int16(0), string(topic), int8(0), array([partition])]));
    return Buffer.concat([array([broker]), int32(1), array(known)]);
  }

  #produce(request: WireReader): Buffer {
    this.produced++;
    request.string();
    if (request.int16() !== -1) this.violations.push('it does not ask all replicas to confirm');
    request.int32();
    const topics = request.array(() => {
      const topic = request.string();
      const partitions = request.array(() => {
        const partition = request.int32();
        const code = this.#take(topic, readRecordBatch(request.bytes()));
        return Buffer.concat([int32(partition), int16(code), int64(0n), int64(-1n)]);
      });
      return Buffer.concat([string(topic), array(partitions)]);
    });
    return Buffer.concat([array(topics), int32(0)]);
  }

  /** @returns the code of an error, or 0 */
  #take(topic: string, { producerId, baseSequence, records }: SentBatch): number {
    if (this.failures.times > 0) {
      this.failures.times--;
      return this.failures.code;
    }
    if (producerId < 0n) this.violations.push('the producer is not idempotent');
    if (records.some((record) => this.refused.has(record.headers['event_id'] ?? ''))) return MESSAGE_TOO_LARGE;
    const place = `${producerId} ${topic}`;
    const expected = this.#sequences.get(place) ?? 0;
    // The same numbers again are a repeat, whatever the records say.
    if (baseSequence + records.length === expected) return 0;
    if (baseSequence !== expected) return OUT_OF_ORDER;
    this.#sequences.set(place, baseSequence + records.length);
    for (const record of records) {
      this.violations.push(...faultsOf(topic, record));
      this.records.push({ ...record, topic });
    }
    return 0;
  }
}

function apiVersions(version: number): Buffer {
  const known = [...versions].map(([api, one]) => Buffer.concat([int16(api), int16(one), int16(one)]));
  const body = Buffer.concat([int16(0), array(known)]);
  return version === 0 ? body : Buffer.concat([body, int32(0)]);
}

function faultsOf(topic: string, { key, value, headers }: SentRecord): string[] {
  const event = JSON.parse(value) as RecordedEvent;
  const faults: string[] = [];
  if (topic !== event.event_type) faults.push(`${event.event_type} in the topic ${topic}`);
  if (headers['event_id'] !== event.event_id) faults.push('the header event_id is not the id of the event');
  if (key !== (event.user_id ?? event.session_id ?? event.event_id)) faults.push(`the key is ${key}`);
  return faults;
}
