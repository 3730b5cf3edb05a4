import type { JsonObject, RecordedEvent } from '../event.ts';
import { topicMatches } from '../topic.ts';
import type { DerivedEvent, MetricPoint, Window } from './aggregator.ts';
import type { Finding } from './detector.ts';
import type { PlainManifest } from './plain-manifest.ts';
import type { AggregatorProgram, DetectorProgram, FoldAnswer, FoldRequest, KeysAnswer } from './program.ts';
import { windowsOf } from './windows-of.ts';

/** A plugin that runs, in this process or in its own. */
export type TrialPlugin = { readonly manifest: PlainManifest } & (
  | { readonly kind: 'aggregator'; readonly program: AggregatorProgram }
  | { readonly kind: 'detector'; readonly program: DetectorProgram }
);

/** What a trial holds of one key and window. */
export interface TrialState {
  readonly key: string;
  readonly window: Window;
  readonly state: JsonObject;
  /** What queries would show. */
  readonly view: JsonObject;
  readonly deadline: string | null;
  /** Events and deadlines that went in. */
  readonly folded: number;
}

interface Placed {
  readonly key: string;
  readonly window: Window;
  /** When it happened: the cause's time, or the deadline. */
  readonly at: string;
  /** Null: a deadline was the cause. */
  readonly event_id: string | null;
}
export type TrialDerived = DerivedEvent & Placed;
export type TrialMetric = MetricPoint & Placed;
export type TrialFinding = Finding & Placed;

export interface TrialFault {
  readonly event_id: string;
  readonly reason: string;
}

const wholeLife: Window = { kind: 'all', start: '' };
const LANE = 0;

interface Group {
  readonly name: string;
  readonly key: string;
  readonly window: Window;
  readonly events: RecordedEvent[];
}

/**
 * Runs a plugin over a history without a hub: topics, keys, windows and deadlines as the host does it, and
 * nothing leaves it. The events come in the order in which the caller gives them; for the result of a host
 * that is the order of (timestamp, event_id).
 */
export class TrialRun {
  /** What changed last comes last. */
  readonly states = new Map<string, TrialState>();
  readonly derived: TrialDerived[] = [];
  readonly metrics: TrialMetric[] = [];
  readonly findings: TrialFinding[] = [];
  readonly faults: TrialFault[] = [];
  seen = 0;
  taken = 0;
  readonly #plugin: TrialPlugin;

  /** @param known states to go on from */
  constructor(plugin: TrialPlugin, known: ReadonlyMap<string, TrialState> = new Map()) {
    this.#plugin = plugin;
    for (const [name, state] of known) this.states.set(name, state);
  }

  /** @throws what the program throws: the plugin as a whole is at fault. */
  async take(events: readonly RecordedEvent[]): Promise<void> {
    const wanted = events.filter((event) => wants(this.#plugin.manifest, event));
    this.seen += events.length;
    if (wanted.length === 0) return;
    const { keys, faults } = await this.#plugin.program.keysOf(wanted, LANE);
    for (const { index, reason } of faults) this.#fault(wanted[index], reason);
    await this.#run(this.#groupsOf(wanted, keys), null);
  }

  /** Nothing happens until `at`: every deadline up to it fires. */
  async quietUntil(at: string): Promise<void> {
    const due = [...this.states].filter(
      ([, { deadline }]) => deadline !== null && Date.parse(deadline) <= Date.parse(at),
    );
    await this.#run(
      due.map(([name, { key, window }]) => ({ name, key, window, events: [] })),
      at,
    );
  }

  #groupsOf(events: readonly RecordedEvent[], keys: KeysAnswer['keys']): Group[] {
    const groups = new Map<string, Group>();
    const { manifest, kind } = this.#plugin;
    for (const [index, event] of events.entries()) {
      const key = keys[index];
      if (key === null || key === undefined) continue;
      this.taken += 1;
      const windows = kind === 'detector' ? [wholeLife] : manifest.windows.flatMap((each) => windowsOf(each, event));
      for (const window of windows) {
        const name = stateName(key, window);
        const group = groups.get(name) ?? { name, key, window, events: [] };
        group.events.push(event);
        groups.set(name, group);
      }
    }
    return [...groups.values()];
  }

  async #run(groups: readonly Group[], until: string | null): Promise<void> {
    if (groups.length === 0) return;
    const plugin = this.#plugin;
    const requests = groups.map(({ name, key, window, events }) => ({
      key,
      window,
      state: this.states.get(name)?.state ?? null,
      events,
      until,
    }));
    if (plugin.kind === 'aggregator') {
      const answers = await plugin.program.fold(requests satisfies FoldRequest[], LANE);
      for (const [at, group] of groups.entries()) this.#keepFold(group, answers[at]);
      return;
    }
    const answers = await plugin.program.inspect(requests, LANE);
    for (const [at, group] of groups.entries()) {
      const { state, findings, faults } = answered(answers[at]);
      for (const { index, reason } of faults) this.#fault(group.events[index], reason);
      for (const { index, ...finding } of findings)
        this.findings.push({ ...finding, ...placeOf(group, group.events[index], null) });
      this.#keep(group, state, state, null, group.events.length - faults.length);
    }
  }

  #keepFold(group: Group, answer: FoldAnswer | undefined): void {
    const { state, view, deadline, folded, steps, faults } = answered(answer);
    for (const { index, reason } of faults) this.#fault(group.events[index], reason);
    for (const step of steps) {
      const place = placeOf(group, group.events[step.index], step.deadline);
      this.derived.push(...step.derived.map((derived) => ({ ...derived, ...place })));
      this.metrics.push(...step.metrics.map((metric) => ({ ...metric, ...place })));
    }
    const known = this.states.get(group.name);
    this.#keep(group, state, folded === 0 ? (known?.view ?? state) : (view ?? state), deadline, folded);
  }

  #keep(group: Group, state: JsonObject | null, view: JsonObject | null, deadline: string | null, more: number): void {
    if (state === null) return;
    const { name, key, window } = group;
    const folded = (this.states.get(name)?.folded ?? 0) + more;
    // Taken out first: the map keeps what changed last at its end.
    this.states.delete(name);
    this.states.set(name, { key, window, state, view: view ?? state, deadline, folded });
  }

  #fault(event: RecordedEvent | undefined, reason: string): void {
    this.faults.push({ event_id: event?.event_id ?? '', reason });
  }
}

export function stateName(key: string, window: Window): string {
  return JSON.stringify([key, window.kind, window.start]);
}

/** Those of its topics, and never its own derived events, which would feed its output back into its input. */
function wants({ id, topics }: PlainManifest, event: RecordedEvent): boolean {
  if (event.origin === 'derived' && event.metadata['processor'] === id) return false;
  return topics.some((topic) => topicMatches(topic, event.event_type));
}

function placeOf({ key, window }: Group, event: RecordedEvent | undefined, deadline: string | null): Placed {
  return {
    key,
    window,
    at: deadline ?? event?.timestamp ?? '',
    event_id: deadline === null ? (event?.event_id ?? null) : null,
  };
}

function answered<Answer>(answer: Answer | undefined): Answer {
  if (answer === undefined) throw new TypeError('It answered fewer requests than it was asked.');
  return answer;
}
