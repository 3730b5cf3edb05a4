import type { Socket } from 'node:net';

/** The part of the platform's fetch that a sink needs. */
export type SinkFetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface SocketTarget {
  readonly host: string;
  readonly port: number;
  /** Encrypted, and the certificate of the target is checked. */
  readonly tls: boolean;
}

/** A socket that is being connected. It ends with an error where that fails, or the address is forbidden. */
export type SinkConnect = (target: SocketTarget) => Socket;

/** What the host lends to a sink. Nothing else of the hub is in reach. */
export interface SinkContext {
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void;
  /** Aborted when the sink must stop; every wait has to honour it. */
  readonly signal: AbortSignal;
  /** The way to a target over HTTP. It refuses addresses that a sink must not reach: a sink uses no other. */
  readonly fetch: SinkFetch;
  /** The way to a target that speaks another protocol than HTTP, with the same refusals: a sink opens no socket itself. */
  readonly connect: SinkConnect;
  /** An existing folder for what the sink writes to the disk of the hub; it writes nowhere else. */
  readonly dataFolder: string;
}
