import { forwardToHub } from '../../../../trpc/forward-to-hub.ts';
import { isSameOrigin, refuseOtherOrigin } from '../../../../trpc/same-origin.ts';

interface RouteContext {
  readonly params: Promise<{ readonly path: readonly string[] }>;
}

async function forward(request: Request, { params }: RouteContext): Promise<Response> {
  const { path } = await params;
  const procedure = path.map(encodeURIComponent).join('/');
  return forwardToHub(request, `/trpc/${procedure}${new URL(request.url).search}`);
}

export const GET = forward;

/** A change carries the person's cookie: no page of another site may send it. */
export async function POST(request: Request, context: RouteContext): Promise<Response> {
  return isSameOrigin(request.headers) ? forward(request, context) : refuseOtherOrigin();
}
