import { forwardToHub } from '../../../trpc/forward-to-hub.ts';

/** Loads the demo scenario. Only pages of the console itself may ask for it. */
export async function POST(request: Request): Promise<Response> {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return new Response(null, { status: 403 });
  return forwardToHub(request, '/activity/demo');
}
