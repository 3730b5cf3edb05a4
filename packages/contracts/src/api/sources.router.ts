import { router } from './trpc.ts';

export const sourcesRouter = router({});
