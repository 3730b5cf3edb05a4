import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { AggregatorProgram } from '@activity-hub/contracts/plugin/program';
import { recordedEventFixture } from '@activity-hub/contracts/plugin/testing/recorded-event-fixture';
import { discoverPlugins } from '../plugins/discover-plugins.ts';
import { openPlugin } from '../plugins/open-plugin.ts';
import { barePython } from './bare-python.ts';
import { benchEvent } from './bench-events.ts';

const id = 'weighing';

/** As an author writes it: points per event type and person, a milestone at every thousand points. */
const source = `
from activity_hub_plugin import run_aggregator

MANIFEST = {"id": "${id}", "version": "1.0.0", "hub": "*", "title": {"en": "Points", "ru": "Баллы"},
    "description": {"en": "For the bench.", "ru": "Для замера."}, "config_schema": {"type": "object"},
    "topics": ["activity.**"], "scope": "stream", "windows": ["all"], "emits": ["activity.milestone.reached"]}
POINTS = {"activity.learning.lesson_completed": 10, "activity.learning.test_passed": 25}

def apply(state, event, config):
    return {"points": state["points"] + POINTS.get(event["event_type"], 1), "events": state["events"] + 1}

def emit(previous, next, cause, config, window):
    if previous["points"] // 1000 == next["points"] // 1000:
        return None
    value = next["points"] // 1000 * 1000
    return {"derived": [{"event_type": "activity.milestone.reached", "subject": str(value), "payload": {"value": value}}]}

run_aggregator(MANIFEST, key_of=lambda event: event["user_id"], apply=apply, emit=emit,
    initial_state=lambda config: {"points": 0, "events": 0})
`;

export interface PluginStdio {
  readonly eventsPerSecond: number;
  /** Of a loop in Python that does nothing with them, in the same minute. */
  readonly bareEventsPerSecond: number;
  /** Of the plugin's process, at its end. */
  readonly memoryMb: number;
}

/** A Python aggregator in its sandbox, as the host drives it: keys, then one fold per batch. */
export async function measurePluginStdio(events: number, batchEvents = 1_000): Promise<PluginStdio> {
  const directory = await realpath(await mkdtemp(path.join(tmpdir(), 'activity-hub-bench-')));
  await writePlugin(path.join(directory, id));
  const [found] = await discoverPlugins(directory);
  if (found === undefined || !('descriptor' in found)) throw new Error('The plugin of the bench was not found.');
  const plugin = await openPlugin(found.descriptor, {}, { hubVersion: '0.1.0', log: () => undefined });
  try {
    if (plugin.kind !== 'aggregator') throw new Error('The plugin of the bench is an aggregator.');
    const batches = recordedBatches(20, batchEvents);
    const times = Math.ceil(events / batches.length / batchEvents);
    await foldAll(plugin.program, batches.slice(0, 1));
    const started = performance.now();
    for (let done = 0; done < times; done++) await foldAll(plugin.program, batches);
    const seconds = (performance.now() - started) / 1_000;
    return {
      eventsPerSecond: (times * batches.length * batchEvents) / seconds,
      bareEventsPerSecond: await barePython(batches, times),
      memoryMb: plugin.memoryMb() ?? 0,
    };
  } finally {
    await plugin.stop();
    await rm(directory, { recursive: true });
  }
}

async function writePlugin(folder: string): Promise<void> {
  await mkdir(folder);
  const file = { id, kind: 'aggregator', runtime: 'python', main: 'main.py' };
  await writeFile(path.join(folder, 'plugin.json'), JSON.stringify(file));
  await writeFile(path.join(folder, 'main.py'), source);
}

function recordedBatches(count: number, batchEvents: number): readonly (readonly RecordedEvent[])[] {
  const now = Date.parse('2026-05-04T10:00:00.000Z');
  const recorded = (n: number): RecordedEvent => {
    const { event_type, event_id, timestamp, user_id = null, session_id = null, payload } = benchEvent('stdio', n, now);
    return recordedEventFixture({ event_id, event_type, timestamp, user_id, session_id, payload });
  };
  return Array.from({ length: count }, (_batch, at) =>
    Array.from({ length: batchEvents }, (_event, n) => recorded(at * batchEvents + n)),
  );
}

/** Two lanes at a time, as the consumers do: one batch is on its way while the other is worked at. */
async function foldAll(program: AggregatorProgram, batches: readonly (readonly RecordedEvent[])[]): Promise<void> {
  const lane = async (first: number): Promise<void> => {
    for (let at = first; at < batches.length; at += 2) await foldBatch(program, batches[at] ?? [], first);
  };
  await Promise.all([lane(0), lane(1)]);
}

async function foldBatch(program: AggregatorProgram, batch: readonly RecordedEvent[], lane: number): Promise<void> {
  const { keys } = await program.keysOf(batch, lane);
  const groups = Map.groupBy(batch, (_event, index) => keys[index] ?? '');
  const window = { kind: 'all', start: '' } as const;
  const state = { points: 4_711, events: 350 };
  const requests = [...groups].map(([key, grouped]) => ({ key, window, state, events: grouped, until: null }));
  await program.fold(requests, lane);
}
