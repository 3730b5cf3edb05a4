import { correctedIdOf } from '@activity-hub/contracts/correction';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { AggregatorProgram, KeysAnswer } from '@activity-hub/contracts/plugin/program';
import { ProcessorFault } from '../bus/lane-processor.ts';
import type { EventFault } from './collected-effects.ts';
import type { KeyHistory } from './key-history.ts';

export interface KeyedEvent {
  readonly key: string;
  readonly event: RecordedEvent;
}

/** An event that was taken back, and what took it back. */
export interface CorrectedEvent extends KeyedEvent {
  readonly by: RecordedEvent;
}

/** What a batch holds for one plugin. */
export interface KeyedEvents {
  readonly events: readonly KeyedEvent[];
  /** Events of an earlier time that were taken back, with the key they had gone into. */
  readonly corrected: readonly CorrectedEvent[];
  readonly faults: readonly EventFault[];
}

interface Asked {
  readonly program: Pick<AggregatorProgram, 'keysOf'>;
  readonly wants: (event: RecordedEvent) => boolean;
  readonly history: Pick<KeyHistory, 'get'>;
}

/**
 * Asks a plugin which events are its own. Corrections are not handed to plugins: what they take back is looked up,
 * and its key has to be folded again. Their target always stands before them in the log.
 */
export async function keyedEvents(
  { program, wants, history }: Asked,
  lane: number,
  batch: readonly RecordedEvent[],
): Promise<KeyedEvents> {
  const own = batch.filter((event) => correctedIdOf(event) === undefined && wants(event));
  const targets = await targetsOf(batch, wants, history);
  const asked = targets.length === 0 ? own : [...own, ...targets.map((target) => target.event)];
  if (asked.length === 0) return { events: [], corrected: [], faults: [] };
  const { keys, faults } = checked(await program.keysOf(asked, lane), asked.length);
  return {
    events: keyedBy(keys, own),
    corrected: targets.flatMap((target, index) => {
      const key = keys[own.length + index];
      return isKey(key) ? [{ ...target, key }] : [];
    }),
    faults: faults.flatMap(({ index, reason }) => {
      const event = own[index];
      return event === undefined ? [] : [{ event, reason }];
    }),
  };
}

async function targetsOf(
  batch: readonly RecordedEvent[],
  wants: Asked['wants'],
  history: Asked['history'],
): Promise<readonly Omit<CorrectedEvent, 'key'>[]> {
  const corrections = new Map(batch.map((by) => [correctedIdOf(by), by]));
  corrections.delete(undefined);
  if (corrections.size === 0) return [];
  const found = await Promise.all(
    [...corrections].map(async ([id, by]) => ({ event: await history.get(id ?? ''), by })),
  );
  return found.flatMap(({ event, by }) => (event !== undefined && wants(event) ? [{ event, by }] : []));
}

/** The events that have a key, each with its own. */
function keyedBy(keys: KeysAnswer['keys'], events: readonly RecordedEvent[]): readonly KeyedEvent[] {
  const keyed: KeyedEvent[] = [];
  for (const [index, event] of events.entries()) {
    const key = keys[index];
    if (isKey(key)) keyed.push({ key, event });
  }
  return keyed;
}

function isKey(key: string | null | undefined): key is string {
  return key !== null && key !== undefined;
}

const maxKeyLength = 512;

function checked(answer: KeysAnswer, asked: number): KeysAnswer {
  if (answer.keys.length !== asked) throw new ProcessorFault('key_count', { keys: answer.keys.length, events: asked });
  const long = answer.keys.find((key) => key !== null && (typeof key !== 'string' || key.length > maxKeyLength));
  if (long !== undefined) throw new ProcessorFault('long_key', { characters: maxKeyLength });
  return answer;
}
