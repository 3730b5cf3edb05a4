import { z } from 'zod';
import { schemaComparison } from '../schema/compatibility.ts';
import {
  compatibilitySetting,
  eventSchemaView,
  jsonDocument,
  payloadTrial,
  payloadTrialAnswer,
  registrationAnswer,
  schemaCandidate,
  schemaCatalogue,
  schemaComparisonQuery,
  schemaDeprecation,
  schemaExample,
  schemaExampleQuery,
  schemaExportQuery,
  schemaFileQuery,
  schemaQuery,
  schemaRegistration,
} from '../schema/event-schema.ts';
import { sourcePolicy } from '../schema/source-policy.ts';
import { actOf } from './act-of.ts';
import { adminProcedure, readProcedure, router } from './trpc.ts';

const tags = ['schemas'];
const base = '/activity/schemas' as const;
const one = `${base}/{event_type}` as const;

export const schemasRouter = router({
  list: readProcedure
    .meta({ openapi: { method: 'GET', path: base, tags, summary: 'List the event types with their use' } })
    .input(z.void())
    .output(schemaCatalogue)
    .query(({ ctx }) => ctx.ports.schemas.list()),
  get: readProcedure
    .meta({ openapi: { method: 'GET', path: one, tags, summary: 'Get an event type with its versions' } })
    .input(schemaQuery)
    .output(eventSchemaView)
    .query(({ ctx, input }) => ctx.ports.schemas.get(input.event_type)),
  register: adminProcedure
    .meta({ openapi: { method: 'POST', path: `${one}/versions`, tags, summary: 'Register a version of a schema' } })
    .input(schemaRegistration)
    .output(registrationAnswer)
    .mutation(({ ctx, input }) => ctx.ports.schemas.register(input, actOf(ctx))),
  check: readProcedure
    .meta({ openapi: { method: 'POST', path: `${one}/check`, tags, summary: 'Judge a schema without registering it' } })
    .input(schemaCandidate)
    .output(registrationAnswer)
    .mutation(({ ctx, input }) => ctx.ports.schemas.check(input)),
  compare: readProcedure
    .meta({ openapi: { method: 'GET', path: `${one}/compare`, tags, summary: 'Compare two versions' } })
    .input(schemaComparisonQuery)
    .output(schemaComparison)
    .query(({ ctx, input }) => ctx.ports.schemas.compare(input)),
  deprecate: adminProcedure
    .meta({ openapi: { method: 'POST', path: `${one}/deprecate`, tags, summary: 'Deprecate a version or a type' } })
    .input(schemaDeprecation)
    .output(eventSchemaView)
    .mutation(({ ctx, input }) => ctx.ports.schemas.deprecate(input, actOf(ctx))),
  setCompatibility: adminProcedure
    .meta({ openapi: { method: 'PATCH', path: one, tags, summary: 'Set what new versions must keep' } })
    .input(compatibilitySetting)
    .output(eventSchemaView)
    .mutation(({ ctx, input }) => ctx.ports.schemas.setCompatibility(input, actOf(ctx))),
  example: readProcedure
    .meta({ openapi: { method: 'GET', path: `${one}/example`, tags, summary: 'Make an example of an event' } })
    .input(schemaExampleQuery)
    .output(schemaExample)
    .query(({ ctx, input }) => ctx.ports.schemas.example(input)),
  tryPayload: readProcedure
    .meta({ openapi: { method: 'POST', path: `${one}/try`, tags, summary: 'Try a payload against a schema' } })
    .input(payloadTrial)
    .output(payloadTrialAnswer)
    .mutation(({ ctx, input }) => ctx.ports.schemas.tryPayload(input)),
  export: readProcedure
    .meta({ openapi: { method: 'GET', path: `${base}/export`, tags, summary: 'Export schemas as one JSON Schema' } })
    .input(schemaExportQuery)
    .output(jsonDocument)
    .query(async ({ ctx, input }) => ({ ...(await ctx.ports.schemas.export(input)) })),
  document: readProcedure
    .meta({ openapi: { method: 'GET', path: `${one}/{file}`, tags, summary: 'Get the JSON Schema of a version' } })
    .input(schemaFileQuery)
    .output(jsonDocument)
    .query(async ({ ctx, input }) => ({
      ...(await ctx.ports.schemas.document(input.event_type, input.file.slice(0, -'.json'.length))),
    })),
  policies: readProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/activity/source-policies',
        tags,
        summary: 'List what sources may send unregistered',
      },
    })
    .input(z.void())
    .output(z.object({ items: z.array(sourcePolicy) }))
    .query(async ({ ctx }) => ({ items: [...(await ctx.ports.schemas.policies())] })),
  setPolicy: adminProcedure
    .meta({
      openapi: {
        method: 'PUT',
        path: '/activity/source-policies/{source}',
        tags,
        summary: 'Refuse or keep events of unregistered types of a source',
      },
    })
    .input(sourcePolicy)
    .output(sourcePolicy)
    .mutation(({ ctx, input }) => ctx.ports.schemas.setPolicy(input, actOf(ctx))),
  asyncapi: readProcedure
    .meta({ openapi: { method: 'GET', path: '/activity/asyncapi.json', tags, summary: 'The AsyncAPI 3 document' } })
    .input(z.void())
    .output(jsonDocument)
    .query(async ({ ctx }) => ({ ...(await ctx.ports.schemas.asyncapi()) })),
});
