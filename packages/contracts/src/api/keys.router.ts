import {
  apiKey,
  keyChange,
  keyPage,
  keyQuery,
  keyRotation,
  keySearch,
  madeKey,
  newKey,
  rotatedKey,
} from '../access/api-key.ts';
import { actOf } from './act-of.ts';
import { adminProcedure, router } from './trpc.ts';

export const keysRouter = router({
  list: adminProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/keys', tags: ['keys'], summary: 'List the API keys' } })
    .input(keySearch)
    .output(keyPage)
    .query(({ ctx, input }) => ctx.ports.keys.list(input)),
  get: adminProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/keys/{key_id}', tags: ['keys'], summary: 'Get one API key' } })
    .input(keyQuery)
    .output(apiKey)
    .query(({ ctx, input }) => ctx.ports.keys.get(input.key_id)),
  make: adminProcedure
    .meta({ openapi: { method: 'POST', path: '/activity/keys', tags: ['keys'], summary: 'Make an API key' } })
    .input(newKey)
    .output(madeKey)
    .mutation(({ ctx, input }) => ctx.ports.keys.make(input, actOf(ctx))),
  update: adminProcedure
    .meta({
      openapi: { method: 'PATCH', path: '/activity/keys/{key_id}', tags: ['keys'], summary: 'Change an API key' },
    })
    .input(keyChange)
    .output(apiKey)
    .mutation(({ ctx, input }) => ctx.ports.keys.change(input, actOf(ctx))),
  rotate: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/activity/keys/{key_id}/rotate',
        tags: ['keys'],
        summary: 'Put a new API key in the place of one',
      },
    })
    .input(keyRotation)
    .output(rotatedKey)
    .mutation(({ ctx, input }) => ctx.ports.keys.rotate(input, actOf(ctx))),
  revoke: adminProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/activity/keys/{key_id}/revoke',
        tags: ['keys'],
        summary: 'End an API key at once',
      },
    })
    .input(keyQuery)
    .output(apiKey)
    .mutation(({ ctx, input }) => ctx.ports.keys.revoke(input.key_id, actOf(ctx))),
});
