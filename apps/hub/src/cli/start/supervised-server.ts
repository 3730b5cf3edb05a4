import { setTimeout as sleep } from 'node:timers/promises';

export interface EmbeddedServer {
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process has ended, by itself or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions<Server extends EmbeddedServer> {
  readonly name: string;
  /** Called again after an end, with the port of the first start: its clients know that address. */
  readonly start: (port: number | undefined) => Promise<Server>;
  readonly onTrouble: (sentence: string) => void;
}

const RETRY_MS = 2_000;

/** An embedded server that is started again when it ends by itself. */
export class SupervisedServer<Server extends EmbeddedServer> {
  readonly #options: ServerOptions<Server>;
  #server: Server | undefined;
  #stopping = false;

  constructor(options: ServerOptions<Server>) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  async start(): Promise<Server> {
    const server = await this.#options.start(undefined);
    this.#server = server;
    void this.#keepRunning(server);
    return server;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#server?.stop();
  }

  async #keepRunning(first: Server): Promise<void> {
    const port = Number(new URL(first.url).port);
    for (let server: Server | undefined = first; ; server = await this.#startAgain(port)) {
      await server?.ended;
      if (this.#stopping) return;
      this.#options.onTrouble(`${this.name} ended; it starts again now.`);
    }
  }

  async #startAgain(port: number): Promise<Server | undefined> {
    try {
      const server = await this.#options.start(port);
      this.#server = server;
      // The stop came while it was starting and stopped the one before.
      if (this.#stopping) await server.stop();
      return server;
    } catch (error) {
      this.#options.onTrouble(
        `${this.name} could not start again: ${error instanceof Error ? error.message : String(error)}`,
      );
      await sleep(RETRY_MS);
      return undefined;
    }
  }
}
