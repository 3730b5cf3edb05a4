import type { RecordedEvent } from '@activity-hub/contracts/event';
import type { PlainManifest } from '@activity-hub/contracts/plugin/plain-manifest';
import type {
  AggregatorProgram,
  DetectorProgram,
  FoldAnswer,
  FoldRequest,
  InspectAnswer,
  InspectRequest,
  KeysAnswer,
} from '@activity-hub/contracts/plugin/program';
import { failureInWords } from '@activity-hub/contracts/plugin/said-fault';
import { ProcessorFault } from '../bus/lane-processor.ts';
import { answerOf } from './answer-of.ts';
import { jointly } from './jointly.ts';
import type { PluginLife } from './plugin-life.ts';
import type { PluginLives } from './plugin-lives.ts';

/** An aggregator in a process of its own. Whatever it answers was checked when the promise is fulfilled. */
export class ProcessAggregatorProgram implements AggregatorProgram {
  readonly deadlines: boolean;
  readonly payloads: readonly string[] | undefined;
  readonly keysOf: (events: readonly RecordedEvent[]) => Promise<KeysAnswer>;
  readonly fold: (requests: readonly FoldRequest[]) => Promise<readonly FoldAnswer[]>;

  constructor(lives: PluginLives, deadlines: boolean, { emits, reads }: Pick<PlainManifest, 'emits' | 'reads'>) {
    this.deadlines = deadlines;
    this.payloads = reads === 'outline' ? [] : undefined;
    this.keysOf = askingKeys(lives);
    const declared = new Set(emits);
    this.fold = jointly((requests) => askFold(lives, declared, requests), answersFrom);
  }
}

/** A detector in a process of its own; see `ProcessAggregatorProgram`. */
export class ProcessDetectorProgram implements DetectorProgram {
  readonly keysOf: (events: readonly RecordedEvent[]) => Promise<KeysAnswer>;
  readonly inspect: (requests: readonly InspectRequest[]) => Promise<readonly InspectAnswer[]>;

  constructor(lives: PluginLives) {
    this.keysOf = askingKeys(lives);
    this.inspect = jointly((requests) => askInspect(lives, requests), answersFrom);
  }
}

function answersFrom<Answer>(answers: readonly Answer[], from: number, to: number): readonly Answer[] {
  return answers.slice(from, to);
}

function askFold(
  lives: PluginLives,
  emits: ReadonlySet<string>,
  requests: readonly FoldRequest[],
): Promise<readonly FoldAnswer[]> {
  return lives.with(async (life) => {
    const message = { type: 'fold', id: life.nextId(), ...writtenRequests(life, requests) } as const;
    const { answers } = answerOf('folded', await life.process.request(message));
    checkCount(answers, requests);
    for (const answer of answers) checkDerived(answer, emits);
    return answers.map(withFaultsInWords);
  });
}

function checkDerived({ steps }: FoldAnswer, emits: ReadonlySet<string>): void {
  for (const { derived } of steps)
    for (const { event_type } of derived)
      if (!emits.has(event_type)) throw new ProcessorFault('undeclared_type', { type: event_type });
}

function askInspect(lives: PluginLives, requests: readonly InspectRequest[]): Promise<readonly InspectAnswer[]> {
  return lives.with(async (life) => {
    const message = { type: 'inspect', id: life.nextId(), ...writtenRequests(life, requests) } as const;
    const { answers } = answerOf('inspected', await life.process.request(message));
    checkCount(answers, requests);
    return answers.map(withFaultsInWords);
  });
}

function askingKeys(lives: PluginLives): (events: readonly RecordedEvent[]) => Promise<KeysAnswer> {
  return jointly(
    (events) => askKeys(lives, events),
    ({ keys, faults }, from, to) => ({
      keys: keys.slice(from, to),
      faults: faults
        .filter(({ index }) => index >= from && index < to)
        .map((fault) => ({ ...fault, index: fault.index - from })),
    }),
  );
}

function askKeys(lives: PluginLives, events: readonly RecordedEvent[]): Promise<KeysAnswer> {
  return lives.with(async (life) => {
    const id = life.nextId();
    // Noted before anything is awaited: the process keeps batches in the order in which they were asked.
    life.batches.sent(id, events);
    const answer = answerOf('keys', await life.process.request({ type: 'keys', id, events: [...events] }));
    if (answer.keys.length !== events.length)
      throw new ProcessorFault('key_count', { keys: answer.keys.length, events: events.length });
    checkIndexes(answer.faults, events.length);
    return withFaultsInWords({ keys: answer.keys, faults: answer.faults });
  });
}

function writtenRequests<Request extends { readonly events: readonly RecordedEvent[] }>(
  { batches }: PluginLife,
  requests: readonly Request[],
) {
  const batch = batches.holding(requests);
  return {
    batch,
    requests: requests.map((request) => ({ ...request, events: batches.written(batch, request.events) })),
  };
}

/** What single events are blamed for, or named as the cause of, has to be one of them. */
function checkCount(
  answers: readonly (FoldAnswer | InspectAnswer)[],
  requests: readonly { readonly events: readonly RecordedEvent[] }[],
): void {
  if (answers.length !== requests.length)
    throw new ProcessorFault('answer_count', { answers: answers.length, requests: requests.length });
  for (const [at, answer] of answers.entries()) {
    const count = requests[at]?.events.length ?? 0;
    checkIndexes(answer.faults, count);
    checkIndexes('steps' in answer ? answer.steps : answer.findings, count);
  }
}

function checkIndexes(named: readonly { readonly index: number }[], count: number): void {
  const wrong = named.find(({ index }) => index >= count);
  if (wrong !== undefined) throw new ProcessorFault('wrong_index', { index: wrong.index, count });
}

/** Most answers have none, and are handed on as they are. */
function withFaultsInWords<Answer extends KeysAnswer | FoldAnswer | InspectAnswer>(answer: Answer): Answer {
  if (answer.faults.length === 0) return answer;
  return { ...answer, faults: answer.faults.map((fault) => ({ ...fault, reason: failureInWords(fault.reason) })) };
}
