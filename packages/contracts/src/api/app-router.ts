import { anomaliesRouter } from './anomalies.router.ts';
import { eventsRouter } from './events.router.ts';
import { systemRouter } from './system.router.ts';
import { router } from './trpc.ts';
import { usersRouter } from './users.router.ts';

/** Every query procedure of the hub, defined once and served as tRPC and as REST. */
export const appRouter = router({
  events: eventsRouter,
  users: usersRouter,
  system: systemRouter,
  anomalies: anomaliesRouter,
});
export type AppRouter = typeof appRouter;
