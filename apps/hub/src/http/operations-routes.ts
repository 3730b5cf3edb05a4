import type { FastifyInstance } from 'fastify';
import type { Health } from '../telemetry/health.ts';
import type { HubMetrics } from '../telemetry/hub-metrics.ts';

/** `GET /activity/health` (also `/alive`, `/ready`, `/fresh`) and `GET /activity/metrics`: what operators and their machines ask. */
export function registerOperationsRoutes(
  server: FastifyInstance,
  options: { readonly health: Health; readonly metrics: HubMetrics },
): void {
  const { health, metrics } = options;
  // Machines that only watch have no key, and the database that would know it may be what is down.
  const open = { config: { access: 'open' } } as const;
  server.get('/activity/health', open, async (_request, reply) => {
    const report = await health.report();
    return reply.status(report.ready ? 200 : 503).send(report);
  });
  server.get('/activity/health/alive', open, async () => ({ alive: true }));
  server.get('/activity/health/ready', open, async (_request, reply) => {
    const report = await health.report();
    return reply.status(report.ready ? 200 : 503).send(report);
  });
  server.get('/activity/health/fresh', open, async (_request, reply) => {
    const report = await health.report();
    return reply.status(report.fresh ? 200 : 503).send(report);
  });
  server.get('/activity/metrics', { config: { access: 'read' } }, async (_request, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}
