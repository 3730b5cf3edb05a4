import { callTRPCProcedure, TRPCError } from '@trpc/server';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { HubError } from '../errors.ts';
import type { HubPorts } from './hub-ports.ts';
import { adminProcedure, problemOfFailure, openProcedure as procedure, router } from './trpc.ts';

const small = router({
  ask: procedure
    .input(z.object({ text: z.string(), many: z.array(z.strictObject({ 'a/b': z.int() })).optional() }))
    .query(({ input }) => input),
  wrong: procedure.output(z.object({ figure: z.int() })).query(() => ({ figure: 'none' }) as never),
  refuse: procedure.query(() => {
    throw new HubError('event_erased', 'It was erased.', { pointer: '/event_id' });
  }),
  crash: procedure.query(() => {
    throw new Error('password=hunter2');
  }),
  shut: adminProcedure.input(z.object({ text: z.string() })).query(() => 'in'),
});

async function problemOf(path: string, input?: unknown) {
  const answer = callTRPCProcedure({
    router: small,
    path,
    getRawInput: async () => input,
    ctx: { ports: {} as HubPorts, caller: { kind: 'anonymous' }, requestId: 'r1' },
    type: 'query',
    signal: undefined,
    batchIndex: 0,
  });
  return problemOfFailure(
    await answer.then(
      () => undefined,
      (failure: unknown) => failure,
    ),
  );
}

describe('the problem of a failed procedure', () => {
  test('points to the place of the input', async () => {
    expect(await problemOf('ask', {})).toMatchObject({ code: 'invalid_query', status: 400, pointer: '/text' });
    expect(await problemOf('ask', { text: 'x', many: [{ 'a/b': 1 }, { 'a/b': 'x' }] })).toMatchObject({
      pointer: '/many/1/a~1b',
    });
    expect(await problemOf('ask', { text: 'x', many: [{ 'a/b': 1, more: 1 }] })).toMatchObject({
      detail: 'many.0: has no field "more"',
      pointer: '/many/0/more',
    });
    expect(await problemOf('ask', 5)).toMatchObject({ code: 'invalid_query', pointer: '' });
  });

  test.each(['a\u0000b', 'half \ud83d'])('refuses text that no database holds: %j', async (text) => {
    expect(await problemOf('ask', { text })).toMatchObject({ code: 'invalid_query', pointer: '/text' });
  });

  test('is the missing sign-in before anything is said of the input', async () => {
    expect(await problemOf('shut', { text: 5 })).toMatchObject({ code: 'unauthenticated', status: 401 });
  });

  test('is the one a port threw', async () => {
    expect(await problemOf('refuse')).toMatchObject({
      code: 'event_erased',
      status: 410,
      pointer: '/event_id',
      detail: 'It was erased.',
    });
    expect(problemOfFailure(new HubError('overloaded', 'Later.'))).toMatchObject({ code: 'overloaded', status: 503 });
  });

  test('is a fault of the hub where the answer breaks the contract, and tells nothing of an unknown failure', async () => {
    expect(await problemOf('wrong')).toMatchObject({ code: 'internal_error', status: 500 });
    const crash = await problemOf('crash');
    expect(crash).toMatchObject({ code: 'internal_error', status: 500 });
    expect(JSON.stringify(crash)).not.toContain('hunter2');
    expect(problemOfFailure('nonsense')).toMatchObject({ code: 'internal_error' });
  });

  test('of tRPC itself has a code of ours', async () => {
    expect(await problemOf('nothing')).toMatchObject({ code: 'not_found', status: 404 });
    expect(problemOfFailure(new TRPCError({ code: 'METHOD_NOT_SUPPORTED' }))).toMatchObject({
      code: 'method_not_allowed',
      status: 405,
    });
  });
});
