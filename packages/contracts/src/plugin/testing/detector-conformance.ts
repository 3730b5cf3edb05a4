import { deepEqual, equal, ok } from 'node:assert/strict';
import type { JsonObject, RecordedEvent } from '../../event.ts';
import { topicMatches } from '../../topic.ts';
import { type AnyDetector, type Finding, severities } from '../detector.ts';
import { manifestFaults } from '../manifest-faults.ts';
import { pluginFaultSentence } from '../plugin-fault.ts';
import type { ConformanceCheck } from './conformance-check.ts';
import { deepFreeze } from './deep-freeze.ts';

const maxEvidenceEvents = 50;

/**
 * What every detector promises its host; used like `aggregatorConformance`. The history should make
 * the detector find something: a detector that is silent proves little.
 */
export function detectorConformance(
  detector: AnyDetector,
  events: readonly RecordedEvent[],
): readonly ConformanceCheck[] {
  const history = deepFreeze(structuredClone(events));
  const config = deepFreeze(detector.manifest.config.parse({}));
  const judge = (passOn: (state: JsonObject) => JsonObject = (state) => state): Judgement[] =>
    judgeHistory(detector, config, history, passOn);
  const findings = (): Finding[] => judge().flatMap((judgement) => judgement.findings);
  return [
    {
      name: 'has a valid manifest',
      run: () => deepEqual(manifestFaults(detector.manifest, 'detector').map(pluginFaultSentence), []),
    },
    { name: 'finds something in the sample history', run: () => ok(findings().length > 0) },
    { name: 'finds the same in two runs', run: () => deepEqual(judge(), judge()) },
    { name: 'never changes what it was given', run: () => void judge(deepFreeze) },
    {
      name: 'has a state that survives JSON',
      run: () => {
        const kept = judge();
        for (const { state } of kept) deepEqual(throughJson(state), state);
        deepEqual(judge(throughJson), kept);
      },
    },
    {
      name: 'explains every finding',
      run: () => {
        for (const finding of findings()) {
          ok(finding.kind !== '' && finding.subject !== '', 'kind and subject must not be empty');
          ok(severities.includes(finding.severity), `severity ${finding.severity} is not known`);
          ok(Number.isFinite(finding.score), 'score must be a finite number');
          ok(Object.keys(finding.evidence).length > 0, 'evidence must say what was seen and what is normal');
          deepEqual(throughJson(finding.evidence), finding.evidence);
        }
      },
    },
    {
      name: 'names at most 50 events, and only events it has seen',
      run: () => {
        const seen = new Set(history.map((event) => event.event_id));
        for (const finding of findings()) {
          ok(finding.event_ids.length <= maxEvidenceEvents, `${finding.event_ids.length} event ids`);
          for (const id of finding.event_ids) ok(seen.has(id), `event ${id} is not in the history`);
        }
      },
    },
    {
      name: 'has a stable key',
      run: () => {
        for (const event of history) equal(detector.keyOf(throughJson(event)), detector.keyOf(event));
      },
    },
  ];
}

interface Judgement {
  readonly key: string;
  readonly state: JsonObject;
  readonly findings: readonly Finding[];
}

function judgeHistory(
  detector: AnyDetector,
  config: unknown,
  history: readonly RecordedEvent[],
  passOn: (state: JsonObject) => JsonObject,
): Judgement[] {
  const states = new Map<string, JsonObject>();
  const judgements: Judgement[] = [];
  for (const event of history) {
    if (!detector.manifest.topics.some((topic) => topicMatches(topic, event.event_type))) continue;
    const key = detector.keyOf(event);
    if (key === undefined) continue;
    const judged = detector.inspect(states.get(key), { event }, event.recorded_at, config);
    const state = passOn(judged.next);
    states.set(key, state);
    judgements.push({ key, state, findings: judged.findings });
  }
  return judgements;
}

function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
