import type { FastifyInstance } from 'fastify';
import { registerOryRoutes } from './ory-routes.ts';
import type { ForeignRoutesOptions } from './read-foreign-body.ts';
import { registerSegmentRoutes } from './segment-routes.ts';
import { registerXapiRoutes } from './xapi-routes.ts';

/** The protocols that subsystems speak already. CloudEvents share the routes of our own events. */
export async function registerForeignRoutes(server: FastifyInstance, options: ForeignRoutesOptions): Promise<void> {
  await registerXapiRoutes(server, options);
  await registerSegmentRoutes(server, options);
  await registerOryRoutes(server, options);
}
