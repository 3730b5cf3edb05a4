import { router } from './trpc.ts';

export const publishRouter = router({});
