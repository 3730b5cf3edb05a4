import type { Verdict } from '@activity-hub/contracts/receipt';
import type { SourceActivity } from '@activity-hub/db/sources/note-source-activity';
import type { SentEvent } from '../ingest/decode-body.ts';
import type { Ingest } from '../ingest/ingest-events.ts';
import type { IngestRequest } from '../ingest/ingest-request.ts';

/** Sources told apart between two flushes. Without a key of its own a sender could make up any number. */
const maxSources = 500;
const sourcePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/;

type Counts = { accepted: number; duplicates: number; refused: number };

/** What every source sent since the last flush, in the memory of this process. */
export class SourceCounters {
  #counts = new Map<string, Counts>();

  note(source: string, verdict: Pick<Verdict, 'status'>, events = 1): void {
    const counts = this.#countsOf(source);
    if (counts === undefined) return;
    if (verdict.status === 'accepted') counts.accepted += events;
    else if (verdict.status === 'duplicate') counts.duplicates += events;
    else counts.refused += events;
  }

  /** Everything counted since the last call. */
  drain(): readonly SourceActivity[] {
    const drained = [...this.#counts].map(([source, counts]) => ({ source, ...counts }));
    this.#counts = new Map();
    return drained;
  }

  /** What could not be kept counts again. */
  restore(activity: readonly SourceActivity[]): void {
    for (const { source, ...added } of activity) {
      const counts = this.#countsOf(source);
      if (counts === undefined) continue;
      counts.accepted += added.accepted;
      counts.duplicates += added.duplicates;
      counts.refused += added.refused;
    }
  }

  #countsOf(source: string): Counts | undefined {
    const known = this.#counts.get(source);
    if (known !== undefined) return known;
    if (this.#counts.size >= maxSources) return undefined;
    const counts = { accepted: 0, duplicates: 0, refused: 0 };
    this.#counts.set(source, counts);
    return counts;
  }
}

/** The source of the key; without one what the event says, where that can be a source at all. */
function sourceOf(sent: SentEvent | undefined, request: IngestRequest): string | undefined {
  const { source } = request.publisher;
  if (source !== null) return source;
  const { value } = sent ?? {};
  const claimed =
    typeof value === 'object' && value !== null && 'source_system' in value ? value.source_system : undefined;
  return typeof claimed === 'string' && sourcePattern.test(claimed) ? claimed : undefined;
}

/** The same ingest, whose verdicts are counted by source. */
export function countedIngest(ingest: Ingest, counters: SourceCounters): Ingest {
  return {
    ...ingest,
    async take(sent, request) {
      const verdicts = await ingest.take(sent, request);
      verdicts.forEach((verdict, place) => {
        const source = sourceOf(sent[place], request);
        if (source !== undefined) counters.note(source, verdict);
      });
      return verdicts;
    },
    async refuseBody(body, fault, request, sentBytes) {
      const verdict = await ingest.refuseBody(body, fault, request, sentBytes);
      if (request.publisher.source !== null) counters.note(request.publisher.source, verdict);
      return verdict;
    },
  };
}
