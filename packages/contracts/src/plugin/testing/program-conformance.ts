import { deepEqual, equal, ok } from 'node:assert/strict';
import { z } from 'zod';
import type { RecordedEvent } from '../../event.ts';
import { eventOfOutline, outlineOf } from '../../event-outline.ts';
import { type Finding, severities } from '../detector.ts';
import { manifestFaults } from '../manifest-faults.ts';
import { pluginFaultSentence } from '../plugin-fault.ts';
import { type TrialDerived, type TrialPlugin, TrialRun } from '../trial-run.ts';

/** One named demand on a plugin that runs. `run` rejects with a sentence when it is not met. */
export interface ProgramCheck {
  readonly name: string;
  readonly run: () => Promise<void>;
}

const maxEvidenceEvents = 50;
const maxKeyLength = 512;
/** How long nothing happens after the sample history, for plugins that wait for that. */
const quietMs = 60 * 86_400_000;

/**
 * What every plugin promises its host, asked of the running program: the same for TypeScript and Python, in
 * this process or its own. `history` is one the plugin takes an interest in, in the order of (timestamp, event_id).
 * @param another the same plugin in a second process: what its memory was given when it started is another there
 */
export function programConformance(
  plugin: TrialPlugin,
  history: readonly RecordedEvent[],
  another = plugin,
): readonly ProgramCheck[] {
  const run = (size = history.length, events = history): Promise<TrialRun> => runInBatches(plugin, events, size);
  let fresh: Promise<TrialRun> | undefined;
  // Kept: what a plugin hides in its memory is filled by the first run, and alike for all that follow.
  const firstRun = (): Promise<TrialRun> => (fresh ??= run());
  const common: readonly ProgramCheck[] = [
    {
      name: 'has a valid manifest',
      run: async () =>
        deepEqual(
          manifestFaults({ ...plugin.manifest, config: z.unknown() }, plugin.kind).map(pluginFaultSentence),
          [],
        ),
    },
    {
      name: 'takes an interest in the sample history',
      run: async () => {
        const { taken, states, faults } = await firstRun();
        ok(taken > 0, 'no event of the fixtures matches the topics and has a key');
        const unmoved = plugin.kind === 'aggregator' && states.size === 0 && faults.length === 0;
        ok(!unmoved, 'no event changes a state: give back a new one, as one changed in place counts as unchanged');
      },
    },
    {
      name: 'fails at no event of the sample history',
      run: async () => {
        const { faults } = await run();
        ok(faults.length === 0, failuresIn(faults, history));
      },
    },
    {
      name: 'yields the same in two runs',
      run: async () => {
        const first = await firstRun();
        same(await run(), first, 'two runs over the same events differ: a clock, chance or a hidden memory?');
        const elsewhere = await runInBatches(another, history, history.length);
        same(elsewhere, first, 'two processes differ: chance, a clock or the order of a set, from when each started?');
      },
    },
    {
      name: 'does not depend on batches',
      run: async () => {
        const whole = await run();
        for (const size of [1, 3])
          same(await run(size), whole, `batches of ${size} give another result: is an argument changed in place?`);
      },
    },
    { name: 'has a stable key', run: () => keysAreStable(plugin, history) },
    {
      name: 'answers with JSON only',
      run: async () => {
        const { states, derived, findings, metrics } = await run();
        for (const each of [...states.values(), ...derived, ...findings, ...metrics])
          deepEqual(throughJson(each), each);
      },
    },
  ];
  return [...common, ...(plugin.kind === 'aggregator' ? aggregatorChecks : detectorChecks)(plugin, history, run)];
}

type Run = (size?: number, events?: readonly RecordedEvent[]) => Promise<TrialRun>;

function aggregatorChecks(plugin: TrialPlugin, history: readonly RecordedEvent[], run: Run): readonly ProgramCheck[] {
  const { emits, order, reads } = plugin.manifest;
  return [
    {
      name: 'derives only the types it declares',
      run: async () => {
        for (const { event_type, subject } of (await quiet(await run(), history)).derived) {
          ok(emits.includes(event_type), `${event_type} is not in emits`);
          ok(subject !== '', `${event_type} needs a subject`);
        }
      },
    },
    {
      name: 'names no derived event of one change twice',
      run: async () => {
        const names = (await quiet(await run(), history)).derived.map((each) =>
          JSON.stringify([each.event_id ?? each.at, each.key, each.window, each.event_type, each.subject]),
        );
        const repeated = names.filter((name, at) => names.indexOf(name) !== at);
        deepEqual(repeated, [], 'two derived events of one change have the same type and subject');
      },
    },
    {
      name: 'asks for each deadline once',
      run: async () => {
        const trial = await quiet(await run(), history);
        const fired = trial.derived.length;
        await quiet(trial, history);
        equal(trial.derived.length, fired, 'a deadline that had fired fired again');
      },
    },
    // A deadline fires before a later event only: reversed, others fire, and that is no fault of the fold.
    ...(order === 'occurred' || (plugin.kind === 'aggregator' && plugin.program.deadlines)
      ? []
      : [{ name: 'does not depend on the order of events', run: () => ordersAgree(run, history) }]),
    ...(reads === 'outline' ? [{ name: 'reads outlines only', run: () => outlinesAgree(run, history) }] : []),
  ];
}

function detectorChecks(_plugin: TrialPlugin, history: readonly RecordedEvent[], run: Run): readonly ProgramCheck[] {
  const findings = async (): Promise<readonly Finding[]> => (await run()).findings;
  return [
    {
      name: 'finds something in the sample history',
      run: async () => ok((await findings()).length > 0, 'a detector that is silent proves little'),
    },
    {
      name: 'explains every finding',
      run: async () => {
        for (const { kind, subject, severity, score, evidence } of await findings()) {
          ok(kind !== '' && subject !== '', 'kind and subject must not be empty');
          ok(severities.includes(severity), `severity ${severity} is not known`);
          ok(Number.isFinite(score), 'score must be a finite number');
          ok(Object.keys(evidence).length > 0, 'evidence must say what was seen and what is normal');
        }
      },
    },
    {
      name: 'names at most 50 events, and only events it has seen',
      run: async () => {
        const seen = new Set(history.map((event) => event.event_id));
        for (const { event_ids } of await findings()) {
          ok(event_ids.length <= maxEvidenceEvents, `${event_ids.length} event ids`);
          for (const id of event_ids) ok(seen.has(id), `event ${id} is not in the history`);
        }
      },
    },
  ];
}

async function runInBatches(plugin: TrialPlugin, events: readonly RecordedEvent[], size: number): Promise<TrialRun> {
  const trial = new TrialRun(plugin);
  for (let at = 0; at < events.length; at += size) await trial.take(events.slice(at, at + size));
  return trial;
}

async function quiet(trial: TrialRun, history: readonly RecordedEvent[]): Promise<TrialRun> {
  const last = Math.max(0, ...history.map((event) => Date.parse(event.timestamp)));
  await trial.quietUntil(new Date(last + quietMs).toISOString());
  return trial;
}

/** Each reason once, with the event it was met at first. */
function failuresIn(faults: TrialRun['faults'], history: readonly RecordedEvent[]): string {
  return [...Map.groupBy(faults, ({ reason }) => reason)]
    .map(([reason, same]) => {
      const first = history.find(({ event_id }) => event_id === same[0]?.event_id);
      return `${reason}, at ${same.length} of ${history.length} events, first at ${first?.event_type} of ${first?.timestamp}`;
    })
    .join('\n');
}

async function ordersAgree(run: Run, history: readonly RecordedEvent[]): Promise<void> {
  const reversed = await run(history.length, history.toReversed());
  const straight = await run();
  const message = 'the reversed history gives another result: set order to "occurred" in the manifest';
  deepEqual(byName(reversed), byName(straight), message);
  deepEqual(derivedNames(reversed.derived), derivedNames(straight.derived), message);
}

async function outlinesAgree(run: Run, history: readonly RecordedEvent[]): Promise<void> {
  const outlined = await run(history.length, history.map(outlineOf).map(eventOfOutline));
  same(outlined, await run(), 'what events say makes a difference: leave out reads in the manifest');
}

async function keysAreStable({ program }: TrialPlugin, history: readonly RecordedEvent[]): Promise<void> {
  const { keys } = await program.keysOf(history, 0);
  equal(keys.length, history.length, 'it must answer one key, or none, per event');
  for (const [at, event] of history.entries()) {
    const [alone] = (await program.keysOf([throughJson(event)], 0)).keys;
    equal(alone, keys[at], `the key of event ${event.event_id} changes`);
    ok(alone !== '' && (alone?.length ?? 0) <= maxKeyLength, `a key has 1 to ${maxKeyLength} characters`);
  }
}

function same(actual: TrialRun, expected: TrialRun, message: string): void {
  const plain = (trial: TrialRun) => ({
    states: byName(trial),
    derived: inOrder(trial.derived),
    metrics: inOrder(trial.metrics),
    findings: inOrder(trial.findings),
    faults: inOrder(trial.faults),
  });
  deepEqual(plain(actual), plain(expected), message);
}

function byName({ states }: TrialRun): unknown {
  return Object.fromEntries([...states].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Batches change only in which order keys are answered. */
function inOrder(items: readonly object[]): readonly string[] {
  return items.map((item) => JSON.stringify(item)).toSorted();
}

function derivedNames(derived: readonly TrialDerived[]): readonly string[] {
  return [
    ...new Set(
      derived.map(({ key, window, event_type, subject }) => JSON.stringify([key, window, event_type, subject])),
    ),
  ].toSorted();
}

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
