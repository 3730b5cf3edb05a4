import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { People } from '../auth/people/start-people.ts';
import type { Access } from '../auth/start-access.ts';
import type { HubEnv } from '../env.ts';
import type { ShedLoad } from '../http/shed-load.ts';
import type { Admission } from '../ingest/admission.ts';
import type { HealthCheck } from '../telemetry/health.ts';
import type { HubMetrics } from '../telemetry/hub-metrics.ts';
import type { Upgrade } from '../websocket/accept-upgrades.ts';
import type { Schemas } from './open-schemas.ts';

/** What every part of a hub process is made from. */
export interface PartContext {
  readonly server: FastifyInstance;
  readonly admission: Admission;
  readonly shedLoad: ShedLoad;
  readonly env: HubEnv;
  readonly access: Access;
  readonly people: People;
  readonly schemas: Schemas;
  readonly logger: Logger;
  readonly metrics: HubMetrics;
  readonly version: string;
  /** Paths under which WebSocket connections are taken: each part adds its own. */
  readonly upgrades: Upgrade[];
  /** See `IngestRoutesOptions`; specs shorten it. */
  readonly bodyTimeoutMs?: number | undefined;
}

/** A part of the hub: what it answers for, and how it ends. */
export interface Part {
  readonly checks: readonly HealthCheck[];
  readonly grpcAddress?: string;
  stop(): Promise<void>;
}
