import type { FetchedAnswer } from '@activity-hub/contracts/plugin/protocol';

/** Inside of a sink's process: the fetch that the hub performs for it, since there is no network. */
export class AskedHub {
  readonly #write: (message: object) => void;
  readonly #waiting = new Map<number, (answered: FetchedAnswer) => void>();
  #lastId = 0;

  constructor(write: (message: object) => void) {
    this.#write = write;
  }

  /** As the platform's; redirects are answers. @throws TypeError with the reason of the hub when there is no answer */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const request = new Request(url, init);
    const body = Buffer.from(await request.arrayBuffer());
    request.signal.throwIfAborted();
    this.#lastId += 1;
    const id = this.#lastId;
    const gone = Promise.withResolvers<never>();
    const abort = (): void => gone.reject(request.signal.reason);
    request.signal.addEventListener('abort', abort);
    try {
      const answered = new Promise<FetchedAnswer>((resolve) => this.#waiting.set(id, resolve));
      this.#write({
        type: 'fetch',
        id,
        method: request.method,
        url: request.url,
        headers: Object.fromEntries(request.headers),
        body_base64: body.length === 0 ? null : body.toString('base64'),
      });
      return responseOf(await Promise.race([answered, gone.promise]));
    } finally {
      request.signal.removeEventListener('abort', abort);
      this.#waiting.delete(id);
    }
  }

  answered(message: FetchedAnswer): void {
    this.#waiting.get(message.id)?.(message);
  }
}

/** These have no body, and the platform makes none with one. */
const withoutBody = new Set([204, 205, 304]);

function responseOf({ answer, reason }: FetchedAnswer): Response {
  if (answer === null) throw new TypeError(reason ?? 'The hub gave no answer.');
  const { status, headers, body_base64: body } = answer;
  return new Response(withoutBody.has(status) ? null : Buffer.from(body, 'base64'), { status, headers });
}
