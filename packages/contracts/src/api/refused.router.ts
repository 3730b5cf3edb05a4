import { router } from './trpc.ts';

export const refusedRouter = router({});
