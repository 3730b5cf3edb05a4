import { deepEqual, equal, ok } from 'node:assert/strict';

import type { JsonObject, RecordedEvent } from '../../event.ts';
import { eventOfOutline, outlineOf } from '../../event-outline.ts';
import { topicMatches } from '../../topic.ts';
import {
  type AnyAggregator,
  type Cause,
  type Emission,
  isDeadlineAware,
  isViewed,
  payloadsReadBy,
  type Window,
} from '../aggregator.ts';
import { manifestFaults } from '../manifest-faults.ts';
import { pluginFaultSentence } from '../plugin-fault.ts';
import { windowsOf } from '../windows-of.ts';
import { checkBearing } from './check-bearing.ts';
import type { ConformanceCheck } from './conformance-check.ts';
import { deepFreeze } from './deep-freeze.ts';
import { shuffled } from './shuffled.ts';

/** What one key and window may hold, in bytes of JSON: it is read and written as a whole. */
const MAX_STATE_BYTES = 256 * 1024;
const SHUFFLES = 8;

/**
 * What every aggregator promises its host. Runs under any test runner:
 * `for (const { name, run } of aggregatorConformance(mine, events)) test(name, run);`
 * `events` is a history the aggregator takes an interest in, best with several users and days.
 */
export function aggregatorConformance(
  aggregator: AnyAggregator,
  events: readonly RecordedEvent[],
): readonly ConformanceCheck[] {
  const history = deepFreeze(structuredClone(events));
  const config = deepFreeze(aggregator.manifest.config.parse({}));
  const walk = (passOn: (state: JsonObject) => JsonObject = (state) => state): Walk[] =>
    walkHistory(aggregator, config, history, passOn);
  return [
    {
      name: 'has a valid manifest',
      run: () => deepEqual(manifestFaults(aggregator.manifest, 'aggregator').map(pluginFaultSentence), []),
    },
    {
      name: 'takes an interest in the sample history',
      run: () => ok(walk().length > 0, 'no event of the history matches the topics and has a key'),
    },
    { name: 'yields the same in two runs', run: () => deepEqual(walk(), walk()) },
    { name: 'never changes what it was given', run: () => void walk(deepFreeze) },
    {
      name: 'has a state and a view that survive JSON',
      run: () => {
        const kept = walk();
        for (const { state, emission, window } of kept) {
          deepEqual(throughJson(state), state);
          if (emission.view !== undefined) deepEqual(throughJson(emission.view), emission.view);
          if (isViewed(aggregator)) {
            const view = aggregator.viewOf(state, config, window);
            deepEqual(throughJson(view), view);
          }
        }
        deepEqual(walk(throughJson), kept);
      },
    },
    {
      name: 'derives only the types it declares',
      run: () => {
        for (const { emission } of walk()) {
          for (const derived of emission.derived ?? []) {
            ok(aggregator.manifest.emits.includes(derived.event_type), `${derived.event_type} is not in emits`);
            ok(derived.subject !== '', `${derived.event_type} needs a subject`);
            deepEqual(throughJson(derived.payload), derived.payload);
          }
        }
      },
    },
    {
      name: 'names no derived event of one change twice',
      run: () => {
        for (const { emission } of walk()) {
          const names = (emission.derived ?? []).map((derived) => `${derived.event_type} ${derived.subject}`);
          equal(new Set(names).size, names.length, `repeated among ${names.join(', ')}`);
        }
      },
    },
    {
      name: 'has a stable key',
      run: () => {
        for (const event of history) equal(aggregator.keyOf(throughJson(event)), aggregator.keyOf(event));
      },
    },
    {
      name: 'asks for each deadline once, as an instant in UTC',
      run: () => {
        for (const { state } of walk()) askDeadlines(aggregator, config, state);
      },
    },
    {
      name: 'keeps every state below 256 KiB of JSON',
      run: () => {
        for (const { key, window, state } of walk()) {
          const bytes = Buffer.byteLength(JSON.stringify(state));
          ok(bytes <= MAX_STATE_BYTES, `the state of ${key} (${window.kind} ${window.start}) holds ${bytes} bytes`);
        }
      },
    },
    {
      name: 'ends in the same state for every order of events it does not ask for',
      run: () => {
        if (aggregator.manifest.order === 'occurred') return;
        const expected = finalStates(walk());
        for (let seed = 1; seed <= SHUFFLES; seed++) {
          const events = shuffled(history, seed);
          deepEqual(finalStates(walkHistory(aggregator, config, events, (state) => state)), expected);
        }
      },
    },
    {
      name: 'gives the same state back only for an event without bearing',
      run: () => {
        if (aggregator.manifest.order === 'occurred') checkBearing(aggregator, config, history);
      },
    },
    {
      name: 'reads of events no more than it says',
      run: () => {
        const payloads = payloadsReadBy(aggregator, config);
        if (payloads === undefined) return;
        const spared = history.map((event) => sparedEvent(event, payloads));
        deepEqual(
          walkHistory(aggregator, config, spared, (state) => state),
          walk(),
        );
      },
    },
  ];
}

function sparedEvent(event: RecordedEvent, payloads: readonly string[]): RecordedEvent {
  const outlined = eventOfOutline(outlineOf(event));
  return payloads.some((topic) => topicMatches(topic, event.event_type))
    ? { ...outlined, payload: event.payload }
    : outlined;
}

/** The last state of every key and window. */
function finalStates(walks: readonly Walk[]): Map<string, JsonObject> {
  return new Map(walks.map(({ key, window, state }) => [JSON.stringify([key, window]), state]));
}

interface Walk {
  readonly key: string;
  readonly window: Window;
  readonly state: JsonObject;
  readonly emission: Emission;
}

/** Folds the history per key and window; `passOn` is what happens to a state between two events. */
function walkHistory(
  aggregator: AnyAggregator,
  config: unknown,
  history: readonly RecordedEvent[],
  passOn: (state: JsonObject) => JsonObject,
): Walk[] {
  const states = new Map<string, JsonObject>();
  const walks: Walk[] = [];
  for (const event of history) {
    if (!aggregator.manifest.topics.some((topic) => topicMatches(topic, event.event_type))) continue;
    const key = aggregator.keyOf(event);
    if (key === undefined) continue;
    for (const window of aggregator.manifest.windows.flatMap((kind) => windowsOf(kind, event))) {
      const name = JSON.stringify([key, window]);
      const previous = states.get(name) ?? passOn(aggregator.initialState(config));
      const cause: Cause = { kind: 'event', event };
      const state = passOn(aggregator.apply(previous, event, config));
      states.set(name, state);
      walks.push({ key, window, state, emission: aggregator.emit(previous, state, cause, config, window) });
    }
  }
  return walks;
}

function askDeadlines(aggregator: AnyAggregator, config: unknown, start: JsonObject): void {
  if (!isDeadlineAware(aggregator)) return;
  const asked = new Set<string>();
  let state = start;
  for (let at = aggregator.deadlineOf(state, config); at !== undefined; at = aggregator.deadlineOf(state, config)) {
    equal(new Date(at).toISOString(), at, `${at} is not an ISO instant in UTC with milliseconds`);
    ok(!asked.has(at), `the deadline ${at} was asked for again after it fired`);
    ok(asked.size < 1_000, 'more than 1,000 deadlines follow each other without an event');
    asked.add(at);
    state = aggregator.onDeadline(state, at, config);
  }
}

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
