import { aggregatesRouter } from './aggregates.router.ts';
import { anomaliesRouter } from './anomalies.router.ts';
import { auditRouter } from './audit.router.ts';
import { cohortsRouter } from './cohorts.router.ts';
import { deliveriesRouter } from './deliveries.router.ts';
import { eventsRouter } from './events.router.ts';
import { keysRouter } from './keys.router.ts';
import { participantsRouter } from './participants.router.ts';
import { peopleRouter } from './people.router.ts';
import { pluginsRouter } from './plugins.router.ts';
import { publishRouter } from './publish.router.ts';
import { refusedRouter } from './refused.router.ts';
import { schemasRouter } from './schemas.router.ts';
import { sourcesRouter } from './sources.router.ts';
import { streamRouter } from './stream.router.ts';
import { subscriptionsRouter } from './subscriptions.router.ts';
import { systemRouter } from './system.router.ts';
import { router } from './trpc.ts';
import { usersRouter } from './users.router.ts';
import { worksRouter } from './works.router.ts';

/** Every procedure of the hub, defined once and served as tRPC and as REST. */
export const appRouter = router({
  events: eventsRouter,
  users: usersRouter,
  aggregates: aggregatesRouter,
  system: systemRouter,
  anomalies: anomaliesRouter,
  works: worksRouter,
  keys: keysRouter,
  people: peopleRouter,
  cohorts: cohortsRouter,
  participants: participantsRouter,
  audit: auditRouter,
  schemas: schemasRouter,
  refused: refusedRouter,
  sources: sourcesRouter,
  plugins: pluginsRouter,
  subscriptions: subscriptionsRouter,
  deliveries: deliveriesRouter,
  stream: streamRouter,
  publish: publishRouter,
});
export type AppRouter = typeof appRouter;
