import { forwardToHub } from '../../../trpc/forward-to-hub.ts';

const passedOn = ['topics', 'filter'];

/**
 * The live stream of events, through the console, so that the person's cookie is of this origin. A browser
 * that reconnects by itself says in a header where it was; a page that opens a new stream says so in the address
 * (`after`), as no script can set headers of an event source. Packing the answer would hold events back.
 */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  const wanted = new URLSearchParams();
  for (const name of passedOn) for (const value of asked.getAll(name)) wanted.append(name, value);
  const headers = new Headers(request.headers);
  const after = asked.get('after');
  if (after !== null && !headers.has('last-event-id')) headers.set('last-event-id', after);
  const answer = await forwardToHub(
    new Request(request.url, { headers, signal: request.signal }),
    `/activity/stream?${wanted}`,
  );
  const returned = new Headers(answer.headers);
  returned.set('cache-control', 'no-store, no-transform');
  returned.set('x-accel-buffering', 'no');
  return new Response(answer.body, { status: answer.status, headers: returned });
}
