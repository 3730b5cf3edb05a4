import type { RecordedEvent } from '@activity-hub/contracts/event';

/** What the hub noted for itself on the way in stays in the hub. */
export type StreamedEvent = Omit<RecordedEvent, 'context'>;

export type StreamStatus = 'connecting' | 'open' | 'waiting' | 'refused';

export interface StreamListener {
  readonly onEvent: (event: StreamedEvent) => void;
  /** Events that are not in the hot log any longer. */
  readonly onGap: (missed: number) => void;
  readonly onStatus: (status: StreamStatus, detail?: string) => void;
  readonly onSignedOut: () => void;
}

const reopenAfterMs = 2_000;

/**
 * Follows the log from now on. While the line is only broken, the browser reconnects by itself and names the last
 * cursor; where it gave up, the hub is asked why, as an event source tells nobody, and a new one goes on from there.
 * @returns ends it
 */
export function openStream(wanted: { readonly topics: string; readonly filter: string }, listener: StreamListener) {
  let cursor = '';
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new AbortController();
  const address = (): string => {
    const query = new URLSearchParams({ topics: wanted.topics });
    if (wanted.filter !== '') query.set('filter', wanted.filter);
    if (cursor !== '') query.set('after', cursor);
    return `/api/stream?${query}`;
  };
  const askWhy = async (): Promise<void> => {
    const why = await whyRefused(address(), ended.signal);
    if (ended.signal.aborted) return;
    if (why === 'signedOut') return listener.onSignedOut();
    if (why !== undefined) return listener.onStatus('refused', why.detail);
    timer = setTimeout(open, reopenAfterMs);
  };
  const open = (): void => {
    const opened = new EventSource(address());
    source = opened;
    opened.addEventListener('open', () => listener.onStatus('open'));
    opened.addEventListener('event', (message) => {
      cursor = message.lastEventId;
      listener.onEvent(JSON.parse(message.data) as StreamedEvent);
    });
    opened.addEventListener('gap', (message) => {
      cursor = message.lastEventId;
      listener.onGap((JSON.parse(message.data) as { readonly missed: number }).missed);
    });
    opened.addEventListener('heartbeat', (message) => {
      cursor = message.lastEventId;
    });
    opened.addEventListener('error', () => {
      listener.onStatus('waiting');
      if (opened.readyState === EventSource.CLOSED) void askWhy();
    });
  };
  listener.onStatus('connecting');
  open();
  return (): void => {
    ended.abort();
    clearTimeout(timer);
    source?.close();
  };
}

/** @returns undefined where trying again may help */
async function whyRefused(
  address: string,
  signal: AbortSignal,
): Promise<{ readonly detail: string } | 'signedOut' | undefined> {
  const question = new AbortController();
  const stop = (): void => question.abort();
  signal.addEventListener('abort', stop);
  try {
    const answer = await fetch(address, { signal: question.signal });
    if (answer.status === 401) return 'signedOut';
    if (answer.status < 400 || answer.status >= 500) return undefined;
    const problem = (await answer.json()) as { readonly detail?: unknown };
    return { detail: typeof problem.detail === 'string' ? problem.detail : String(answer.status) };
  } catch {
    return undefined;
  } finally {
    // The answer may be a stream without an end.
    stop();
    signal.removeEventListener('abort', stop);
  }
}
