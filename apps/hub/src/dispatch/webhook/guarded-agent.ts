import { createHash } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { Agent, Client, type Dispatcher, Pool } from 'undici';
import { type GuardedConnectorOptions, guardedConnector } from './guarded-connector.ts';

/** What an endpoint with mutual TLS knows the hub by; PEM. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
  /** Who may have signed the certificate of the endpoint; absent: who is known to the machine. */
  readonly ca?: string | undefined;
}

export interface GuardedAgentOptions
  extends Pick<GuardedConnectorOptions, 'allow' | 'resolve'>,
    Partial<Pick<GuardedConnectorOptions, 'connectTimeoutMs'>> {
  readonly connectionsPerHost?: number;
}

/** Tells the address its requests go to, at the time they are sent. */
export interface ConnectedClient {
  readonly address: string | undefined;
}

export interface GuardedRequest extends Dispatcher.DispatchOptions {
  /** Called with the client that will send the request. */
  readonly onClient?: (client: ConnectedClient) => void;
}

/** Also the longest headers of an answer that are read. */
export const maxAnswerHeaderBytes = 16 * 1024;
const maxCertificates = 100;
const defaults = { connectTimeoutMs: 10_000, connectionsPerHost: 64 };

/** A client has one connection at a time, so its last address is the one of the request it is sending. */
class WatchedClient extends Client implements ConnectedClient {
  #address: string | undefined;

  constructor(origin: URL, options: Client.Options, connecting: GuardedConnectorOptions) {
    const connect = guardedConnector(connecting, (address) => {
      this.#address = address;
    });
    super(origin, { ...options, connect });
  }

  get address(): string | undefined {
    return this.#address;
  }

  override dispatch(request: GuardedRequest, handler: Dispatcher.DispatchHandler): boolean {
    request.onClient?.(this);
    return super.dispatch(request, handler);
  }
}

/**
 * An agent that connects only to addresses that may be reached. Redirects are answers to it like others.
 * The deadlines of requests are for whoever asks: theirs cover resolving and connecting too.
 */
export function createGuardedAgent(options: GuardedAgentOptions, certificate?: ClientCertificate): Agent {
  const { connectTimeoutMs, connectionsPerHost } = { ...defaults, ...options };
  const connecting: GuardedConnectorOptions = {
    allow: options.allow,
    resolve: options.resolve,
    connectTimeoutMs,
    secureContext: certificate === undefined ? undefined : createSecureContext({ ...certificate }),
  };
  return new Agent({
    factory: (origin, given) =>
      new Pool(origin, {
        ...(given as Pool.Options),
        connections: connectionsPerHost,
        factory: (target, clientOptions) => new WatchedClient(target, clientOptions, connecting),
      }),
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: maxAnswerHeaderBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
  });
}

/** One agent for all endpoints, and one for each client certificate in use lately. */
export class GuardedAgents {
  readonly #options: GuardedAgentOptions;
  readonly #shared: Agent;
  readonly #withCertificate: LRUCache<string, Agent>;

  constructor(options: GuardedAgentOptions) {
    this.#options = options;
    this.#shared = createGuardedAgent(options);
    this.#withCertificate = new LRUCache({
      max: maxCertificates,
      dispose: (agent) => void agent.close().catch(() => {}),
    });
  }

  /** @throws Error with a code of OpenSSL when the certificate cannot be read */
  agentFor(certificate?: ClientCertificate): Agent {
    if (certificate === undefined) return this.#shared;
    const { cert, key, ca } = certificate;
    const name = createHash('sha256')
      .update(JSON.stringify([cert, key, ca]))
      .digest('base64');
    const known = this.#withCertificate.get(name);
    if (known !== undefined) return known;
    const agent = createGuardedAgent(this.#options, certificate);
    this.#withCertificate.set(name, agent);
    return agent;
  }

  /** Lets what is being sent come to its end; what comes later fails with `stopped`. */
  async close(): Promise<void> {
    const agents = [this.#shared, ...this.#withCertificate.values()];
    await Promise.all(agents.filter((agent) => !agent.closed).map((agent) => agent.close()));
  }
}
