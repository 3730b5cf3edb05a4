import { hubAddress } from './hub-address.ts';

/**
 * Request headers the hub needs: whose session it is, from which page a change comes (the hub compares it
 * with the console's address), where a stream goes on, and what attempts to sign in are counted by. The rest
 * stays here.
 */
const forwardedHeaders = [
  'accept',
  'accept-language',
  'content-type',
  'cookie',
  'last-event-id',
  'origin',
  'sec-fetch-site',
  'trpc-accept',
  'user-agent',
  'x-forwarded-for',
];
const returnedHeaders = [
  'content-type',
  'cache-control',
  'location',
  'retry-after',
  'x-accel-buffering',
  'x-request-id',
];

/** Hands a request of the browser on to the hub and streams the answer back with its status and its cookies. */
export async function forwardToHub(request: Request, hubPath: string): Promise<Response> {
  const headers = new Headers();
  for (const name of forwardedHeaders) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  try {
    const answer = await fetch(`${hubAddress()}${hubPath}`, {
      method: request.method,
      headers,
      body: request.method === 'GET' ? null : await request.arrayBuffer(),
      signal: request.signal,
      cache: 'no-store',
      redirect: 'manual',
    });
    const returned = new Headers({ 'cache-control': 'no-store' });
    for (const name of returnedHeaders) {
      const value = answer.headers.get(name);
      if (value !== null) returned.set(name, value);
    }
    // Each cookie is a header of its own: joined by commas, as `get` has them, no browser could take them apart.
    for (const cookie of answer.headers.getSetCookie()) returned.append('set-cookie', cookie);
    return new Response(answer.body, { status: answer.status, headers: returned });
  } catch {
    return hubUnreachable();
  }
}

/** In the shape of a tRPC error, so that the browser shows it like any other failure. */
function hubUnreachable(): Response {
  const problem = {
    type: 'urn:activity-hub:error:hub_unreachable',
    title: 'The hub cannot be reached',
    status: 503,
    code: 'hub_unreachable',
    detail: 'The hub does not answer. Check that it runs, then try again.',
    request_id: crypto.randomUUID(),
  };
  const data = { code: 'SERVICE_UNAVAILABLE', httpStatus: 503, problem };
  return Response.json({ error: { message: problem.detail, code: -32603, data } }, { status: 503 });
}
