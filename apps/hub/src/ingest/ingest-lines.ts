import { HubError, problemOf } from '@activity-hub/contracts/errors';
import { EVENT_LIMITS } from '@activity-hub/contracts/event';
import type { BatchAnswer, Verdict } from '@activity-hub/contracts/receipt';
import { decodeBody, type SentEvent } from './decode-body.ts';
import type { Fault } from './fault.ts';
import type { Ingest } from './ingest-events.ts';
import type { IngestRequest } from './ingest-request.ts';
import type { SentLine } from './split-lines.ts';
import { waitForRoom } from './wait-for-room.ts';

/** So many lines gather at the most while the portion before them is on its way. */
const fullPortionLines = 1_000;

export interface LineOptions {
  /** Answer every line, not only those that were not stored. The client must then read while it writes. */
  readonly everyVerdict: boolean;
  readonly signal: AbortSignal;
  readonly request: IngestRequest;
}

interface Portion {
  readonly lines: readonly SentLine[];
  readonly verdicts: readonly Verdict[];
}

type Tally = Omit<BatchAnswer, 'items'> & { lines: number };

function unread(sent: SentLine, fault: Fault): SentEvent {
  return { value: undefined, pointer: '', body: sent.bytes, start: 0, end: sent.bytes.length, keys: 0, fault };
}

function decodeLine(sent: SentLine): SentEvent {
  if (sent.tooLong) {
    const detail = `The line has more than ${EVENT_LIMITS.maxEventBytes} bytes. Store large content elsewhere and send its address.`;
    return unread(sent, { code: 'event_too_large', pointer: '', detail });
  }
  const decoded = decodeBody(sent.bytes, 'single');
  if ('fault' in decoded) return unread(sent, decoded.fault);
  return decoded.events[0] ?? unread(sent, { code: 'not_an_object', pointer: '', detail: 'Send one event a line.' });
}

async function takeWhenThereIsRoom(
  ingest: Ingest,
  lines: readonly SentLine[],
  { signal, request }: LineOptions,
): Promise<Portion> {
  const sent = lines.map(decodeLine);
  return { lines, verdicts: await waitForRoom(() => ingest.take(sent, request), signal) };
}

function count(tally: Tally, verdicts: readonly Verdict[]): void {
  for (const verdict of verdicts) {
    tally.lines++;
    if (verdict.status === 'accepted') tally.accepted++;
    else if (verdict.status === 'duplicate') tally.duplicates++;
    else if (verdict.status === 'refused') tally.refused++;
    else tally.conflicts++;
  }
}

function answerOf(portion: Portion, everyVerdict: boolean): string {
  let text = '';
  portion.verdicts.forEach((verdict, index) => {
    const isStored = verdict.status === 'accepted' || verdict.status === 'duplicate';
    if (everyVerdict || !isStored) text += `${JSON.stringify({ line: portion.lines[index]?.line, ...verdict })}\n`;
  });
  return text;
}

/** One portion is on its way at a time: two could overtake one another while they wait for room or for a look-up. */
async function* answers(
  ingest: Ingest,
  arriving: AsyncGenerator<SentLine[]>,
  options: LineOptions,
): AsyncGenerator<string> {
  const tally: Tally = { accepted: 0, duplicates: 0, refused: 0, conflicts: 0, lines: 0 };
  let underway: Promise<Portion> | undefined;
  let gathered: SentLine[] = [];
  let next: Promise<IteratorResult<SentLine[]>> | undefined = arriving.next();
  while (next !== undefined || gathered.length > 0 || underway !== undefined) {
    if (gathered.length > 0 && underway === undefined) {
      underway = quietly(takeWhenThereIsRoom(ingest, gathered, options));
      gathered = [];
    }
    const ready: Portion | IteratorResult<SentLine[]> = await Promise.race([
      ...(underway === undefined ? [] : [underway]),
      ...(next === undefined || gathered.length >= fullPortionLines ? [] : [next]),
    ]);
    if ('verdicts' in ready) {
      underway = undefined;
      count(tally, ready.verdicts);
      const text = answerOf(ready, options.everyVerdict);
      if (text !== '') yield text;
    } else if (ready.done === true) {
      next = undefined;
    } else {
      gathered = gathered.length === 0 ? ready.value : gathered.concat(ready.value);
      next = quietly(arriving.next());
    }
  }
  yield `${JSON.stringify({ summary: tally })}\n`;
}

/** Awaited later: until then a failure must not count as an unhandled rejection. */
function quietly<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}

/**
 * Takes a stream of lines with bounded memory and answers in lines: every line that was not stored, then
 * a summary. What fails before the first answer is thrown, so that it gets a status of its own; after it
 * the last line is `{"error": problem}`, and what was not answered must be sent again (repeats are told
 * apart by their ids).
 */
export async function* ingestLines(
  ingest: Ingest,
  portions: AsyncGenerator<SentLine[]>,
  options: LineOptions,
): AsyncGenerator<string> {
  let hasAnswered = false;
  try {
    for await (const text of answers(ingest, portions, options)) {
      yield text;
      hasAnswered = true;
    }
  } catch (failure) {
    const known = failure instanceof HubError ? failure : undefined;
    if (!hasAnswered) throw failure;
    const detail =
      known?.message ?? 'The hub failed. Send the stream again: what is stored already answers as a duplicate.';
    yield `${JSON.stringify({ error: problemOf(known?.code ?? 'internal_error', detail, known?.pointer) })}\n`;
  }
}
