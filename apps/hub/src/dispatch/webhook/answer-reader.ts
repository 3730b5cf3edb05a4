import type { Dispatcher } from 'undici';
import type { BodyCut } from './attempt-record.ts';
import type { ConnectedClient } from './guarded-agent.ts';

/** What came back: an answer, whole or cut, or the error instead of one. */
export interface Outcome {
  readonly address: string | undefined;
  /** Whether the request went out; until then it was only connecting or waiting for a connection. */
  readonly sent: boolean;
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly bodyCut: BodyCut | undefined;
  /** An error of the connection, or `deadline`. */
  readonly error: unknown;
}

/**
 * Takes an answer in, at most so many bytes and at most until the deadline, and lets go of the connection
 * then. It settles by its own clock: a request that waits for a connection cannot be aborted, only be
 * kept from being sent when the connection comes.
 */
export class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #maxBodyBytes: number;
  readonly #onOutcome: (outcome: Outcome) => void;
  #client: ConnectedClient | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #address: string | undefined;
  #status: number | undefined;
  #headers: Readonly<Record<string, string>> = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  #settled = false;

  constructor(maxBodyBytes: number, onOutcome: (outcome: Outcome) => void) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#onOutcome = onOutcome;
  }

  readonly onClient = (client: ConnectedClient): void => {
    this.#client = client;
  };

  /** Ends the attempt with what has come so far. */
  deadline(): void {
    if (this.#status === undefined) this.#settle(undefined, 'deadline');
    else this.#settle('deadline', undefined);
    this.#letGo();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#address = this.#client?.address;
    if (this.#settled) this.#letGo();
  }

  onResponseStart(_: unknown, status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    // 100 to 199 only announce an answer.
    if (status < 200) return;
    this.#status = status;
    this.#headers = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
    );
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    if (this.#settled) return;
    const room = this.#maxBodyBytes - this.#bytes;
    // Copied: a part of a chunk would keep all of it.
    if (room > 0) this.#chunks.push(Buffer.from(chunk.subarray(0, room)));
    this.#bytes += Math.min(room, chunk.length);
    if (chunk.length <= room) return;
    this.#settle('size', undefined);
    this.#letGo();
  }

  onResponseEnd(): void {
    this.#settle(undefined, undefined);
  }

  onResponseError(_: unknown, error: Error): void {
    if (this.#status === undefined) this.#settle(undefined, error);
    else this.#settle('broken', undefined);
  }

  #settle(bodyCut: BodyCut | undefined, error: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#onOutcome({
      address: this.#address ?? this.#client?.address,
      sent: this.#controller !== undefined,
      status: this.#status,
      headers: this.#headers,
      body: Buffer.concat(this.#chunks),
      bodyCut,
      error,
    });
    this.#chunks = [];
  }

  #letGo(): void {
    this.#controller?.abort(new Error('The attempt has ended.'));
  }
}
