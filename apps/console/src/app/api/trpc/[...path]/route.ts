import { forwardToHub } from '../../../../trpc/forward-to-hub.ts';

interface RouteContext {
  readonly params: Promise<{ readonly path: readonly string[] }>;
}

async function forward(request: Request, { params }: RouteContext): Promise<Response> {
  const { path } = await params;
  const procedure = path.map(encodeURIComponent).join('/');
  return forwardToHub(request, `/trpc/${procedure}${new URL(request.url).search}`);
}

export const GET = forward;
