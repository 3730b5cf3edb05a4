import { createHash } from 'node:crypto';
import { LANE_COUNT } from '@activity-hub/contracts/lane';
import type { ProcessorRef } from '@activity-hub/db/checkpoints/consumer-store';
import type { ConsumerOptions } from '../bus/consumer-options.ts';
import { Convoys } from '../bus/convoys.ts';
import { Gate } from '../bus/gate.ts';
import type { LogHeads } from '../bus/log-heads.ts';
import type { FarBehindApart } from './far-behind-apart.ts';

/** While it does not answer it keeps the places of nobody else. Near the head all lanes go together, because they share their statements. */
const placesApart = LANE_COUNT;

/** Its beat at the head is so much longer, however much a beat brings: a beat costs the processors more than the events in it. */
const slowness = 3;

/**
 * Far behind the head they work a twentieth of the time together while somebody records events, and all of it otherwise. In
 * turns of several batches: who comes again and again within one is loaded and written once.
 */
const placesFarBehind = 2;
const batchesPerTurn = 4;
const restsToWork = 40;
const longestRestMs = 8_000;
/** However many they are: who finishes nothing for minutes looks as if it stood still. */
const longestRestTogetherMs = 60_000;

/** But each works as much as it takes to go so many times as fast as the log grows: what never catches up is of no use. */
const fasterThanLog = 3;

/**
 * How a plugin in a process of its own reads the log. That process comes last for the processors, but what the hub and
 * PostgreSQL do for it does not: so it is done seldom, and at another instant than for all others.
 */
export function consumerApart<Options extends Omit<ConsumerOptions, 'heads'>>(
  consumer: Options,
  heads: Pick<LogHeads, 'growth'>,
  { processor, version }: ProcessorRef,
  others: FarBehindApart,
): Options {
  const turnEvents = batchesPerTurn * consumer.batchEvents;
  const catchUp = new Convoys({
    convoys: placesFarBehind,
    places: placesFarBehind,
    company: 1,
    turnEvents,
    restMs: (tookMs) => {
      const company = others.after(`${processor} ${version}`, performance.now());
      return restFarBehindMs({ tookMs, turnEvents, growth: heads.growth, company });
    },
  });
  const paceMs = slowness * consumer.paceMs;
  const phaseMs = Math.round(paceMs * shareOf(processor));
  return { ...consumer, gate: new Gate(placesApart), catchUp, paceMs, smallPaceMs: paceMs, phaseMs };
}

export interface TurnFarBehind {
  readonly tookMs: number;
  readonly turnEvents: number;
  /** Of the log, in events per second. */
  readonly growth: number;
  /** How many are far behind. */
  readonly company: number;
}

export function restFarBehindMs({ tookMs, turnEvents, growth, company }: TurnFarBehind): number {
  if (growth === 0) return 0;
  const everyMs = (placesFarBehind * turnEvents * 1_000) / (fasterThanLog * growth);
  const alone = Math.min(restsToWork * tookMs, longestRestMs);
  return Math.max(0, Math.min(company * alone, longestRestTogetherMs, everyMs - tookMs));
}

/** Of a name always the same number from 0 to 1, and of others another. */
function shareOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt16BE() / 65_536;
}
