import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { HubError } from '@activity-hub/contracts/errors';
import type { Verdict } from '@activity-hub/contracts/receipt';
import type { AppendOutcome, EventToAppend } from '@activity-hub/db/event-store/event-store';
import { type Arrival, type ArrivalPorts, arrivalOf } from './arrival.ts';
import { bytesOf, type SentEvent } from './decode-body.ts';
import type { Fault } from './fault.ts';
import type { IngestRequest } from './ingest-request.ts';
import { inspectJson } from './inspect-json.ts';
import { type PreparedEvent, prepareEvent } from './prepare-event.ts';
import { type RefusedToKeep, refusedToKeep } from './refused-to-keep.ts';
import { type RefusedVerdict, refusedVerdict, verdictOf } from './verdict-of.ts';

/** So many events are prepared at one go (about 5 ms); then other requests get their turn. */
const sliceEvents = 500;

/** What ingest needs of the hub. */
export interface IngestPorts extends ArrivalPorts {
  /** @throws HubError when so many cannot be taken right now */
  admit(events: number): void;
  commit(events: readonly EventToAppend[]): Promise<readonly AppendOutcome[]>;
  keepRefused(refused: readonly RefusedToKeep[]): Promise<void>;
  now(): number;
  readonly observer: IngestObserver;
}

export interface IngestObserver {
  prepared(events: number, seconds: number): void;
  answered(verdicts: readonly Verdict[]): void;
}

export interface Ingest {
  /** One verdict per event, in the order sent. What it calls accepted is durable. */
  take(sent: readonly SentEvent[], request: IngestRequest): Promise<readonly Verdict[]>;
  /** What `take` would make of them, without recording or keeping anything. */
  examine(sent: readonly SentEvent[], request: IngestRequest): Promise<readonly PreparedEvent[]>;
  /** Keeps a body none of whose events could be read. @param sentBytes where `body` is only its beginning */
  refuseBody(body: Buffer, fault: Fault, request: IngestRequest, sentBytes?: number): Promise<RefusedVerdict>;
}

/** The place in what was sent of a place in the event: of the nearest field around it that has another. */
function sentPointer(pointers: Readonly<Record<string, string>>, pointer: string): string {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const origin = pointers[pointer.slice(0, end)];
    if (origin !== undefined) return origin + pointer.slice(end);
  }
  return pointer;
}

/** The pointer of a fault as seen from the request. A fault found while reading is about the text itself. */
function placed(sent: SentEvent, fault: Fault): Fault {
  const inText = sent.pointers === undefined ? fault.pointer : sentPointer(sent.pointers, fault.pointer);
  return { ...fault, pointer: sent.pointer + inText };
}

/** The persons named, before anything is checked: only texts, and the directory judges them. */
function* usersOf(sent: readonly SentEvent[]): Generator<string> {
  for (const { value } of sent) {
    const user = typeof value === 'object' && value !== null && 'user_id' in value ? value.user_id : undefined;
    if (typeof user === 'string') yield user.toLowerCase();
  }
}

function prepare(sent: SentEvent, arrival: Arrival): PreparedEvent {
  if (sent.fault !== undefined) return { fault: sent.fault };
  const prepared = prepareEvent(sent.value, arrival);
  // What an adapter made has keys of its own; the text it came from was counted by `decodeForeign`.
  if ('fault' in prepared || sent.keys === undefined || prepared.keys === sent.keys) return prepared;
  const fault = inspectJson(bytesOf(sent).toString('utf8'));
  if (fault === undefined)
    throw new Error(`Counted ${sent.keys} keys in the text and ${prepared.keys} in the value, yet none is double.`);
  return { fault };
}

/** A slice after preparation: what goes to the event log, and what is refused already. */
interface PreparedSlice {
  readonly events: EventToAppend[];
  readonly eventPlaces: number[];
  readonly refused: RefusedToKeep[];
  readonly refusedPlaces: number[];
}

function prepareSlice(sent: readonly SentEvent[], arrival: Arrival): PreparedSlice {
  const slice: PreparedSlice = { events: [], eventPlaces: [], refused: [], refusedPlaces: [] };
  sent.forEach((one, place) => {
    const prepared = prepare(one, arrival);
    if ('fault' in prepared) {
      slice.refused.push(refusedToKeep(one.value, bytesOf(one), placed(one, prepared.fault), arrival));
      slice.refusedPlaces.push(place);
    } else {
      slice.events.push(prepared.event);
      slice.eventPlaces.push(place);
    }
  });
  return slice;
}

function refusedVerdictOf(kept: RefusedToKeep): RefusedVerdict {
  return refusedVerdict(kept.event_id, kept, kept.refused_id);
}

/** Turns outcomes into verdicts; what the database cannot hold becomes a refused event like any other. */
function judge(sent: readonly SentEvent[], slice: PreparedSlice, outcomes: readonly AppendOutcome[], arrival: Arrival) {
  const verdicts = new Array<Verdict>(sent.length);
  const unstorable: RefusedToKeep[] = [];
  slice.refused.forEach((kept, index) => {
    verdicts[slice.refusedPlaces[index] ?? 0] = refusedVerdictOf(kept);
  });
  slice.eventPlaces.forEach((place, index) => {
    const [one, event, outcome] = [sent[place], slice.events[index], outcomes[index]];
    if (one === undefined || event === undefined || outcome === undefined) throw new Error('An event got no outcome.');
    let verdict = verdictOf(event.event_id, one.pointer, outcome);
    if (verdict === undefined && outcome.status === 'refused') {
      const kept = refusedToKeep(
        one.value,
        bytesOf(one),
        { code: outcome.code, pointer: one.pointer, detail: outcome.detail },
        arrival,
      );
      unstorable.push(kept);
      verdict = refusedVerdictOf(kept);
    }
    if (verdict !== undefined) verdicts[place] = verdict;
  });
  return { verdicts, unstorable };
}

export function createIngest(ports: IngestPorts): Ingest {
  async function keep(refused: readonly RefusedToKeep[]): Promise<void> {
    if (refused.length === 0) return;
    try {
      await ports.keepRefused(refused);
    } catch (cause) {
      throw new HubError('store_unavailable', 'Refused events could not be kept. Send the request again.', { cause });
    }
  }

  async function finishSlice(
    sent: readonly SentEvent[],
    slice: PreparedSlice,
    arrival: Arrival,
  ): Promise<readonly Verdict[]> {
    const outcomes = slice.events.length === 0 ? [] : ports.commit(slice.events);
    const kept = keep(slice.refused);
    const [committed] = await Promise.all([outcomes, kept]);
    const { verdicts, unstorable } = judge(sent, slice, committed, arrival);
    await keep(unstorable);
    return verdicts;
  }

  async function take(sent: readonly SentEvent[], request: IngestRequest): Promise<readonly Verdict[]> {
    ports.admit(sent.length);
    const arrival = arrivalOf(request, ports.now(), ports);
    await ports.identity.prepare(usersOf(sent));
    const finished: Promise<readonly Verdict[]>[] = [];
    for (let from = 0; from < sent.length; from += sliceEvents) {
      if (from > 0) await yieldToOthers();
      const begin = performance.now();
      const part = sent.length <= sliceEvents ? sent : sent.slice(from, from + sliceEvents);
      const slice = prepareSlice(part, arrival);
      ports.observer.prepared(part.length, (performance.now() - begin) / 1000);
      const verdicts = finishSlice(part, slice, arrival);
      // Awaited together below; without this a slice that fails early would count as an unhandled rejection.
      verdicts.catch(() => undefined);
      finished.push(verdicts);
    }
    const verdicts = (await Promise.all(finished)).flat();
    ports.observer.answered(verdicts);
    return verdicts;
  }

  async function examine(sent: readonly SentEvent[], request: IngestRequest): Promise<readonly PreparedEvent[]> {
    const schemas = ports.schemas.uncounted ?? ports.schemas;
    const arrival = arrivalOf(request, ports.now(), { ...ports, schemas });
    await ports.identity.prepare(usersOf(sent));
    return sent.map((one) => {
      const prepared = prepare(one, arrival);
      return 'fault' in prepared ? { fault: placed(one, prepared.fault) } : prepared;
    });
  }

  async function refuseBody(
    body: Buffer,
    fault: Fault,
    request: IngestRequest,
    sentBytes = body.length,
  ): Promise<RefusedVerdict> {
    const receivedAt = new Date(ports.now()).toISOString();
    const kept = refusedToKeep(undefined, body, fault, { request, receivedAt });
    const isWhole = kept.raw.length === sentBytes;
    await keep([{ ...kept, raw_bytes: sentBytes, raw_truncated: !isWhole }]);
    const verdict = refusedVerdictOf(kept);
    ports.observer.answered([verdict]);
    return verdict;
  }

  return { take, examine, refuseBody };
}
