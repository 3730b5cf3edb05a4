import { forwardToHub } from '../../../../trpc/forward-to-hub.ts';
import { isSameOrigin, refuseOtherOrigin } from '../../../../trpc/same-origin.ts';

interface RouteContext {
  readonly params: Promise<{ readonly path: readonly string[] }>;
}

/** Sign-in lives in the hub; the browser reaches it through the console, so that its cookie is of this origin. */
async function forward(request: Request, { params }: RouteContext): Promise<Response> {
  const { path } = await params;
  const action = path.map(encodeURIComponent).join('/');
  return forwardToHub(request, `/api/auth/${action}${new URL(request.url).search}`);
}

/** Also the way back from an identity provider, which is another site by its nature. */
export const GET = forward;

export async function POST(request: Request, context: RouteContext): Promise<Response> {
  return isSameOrigin(request.headers) ? forward(request, context) : refuseOtherOrigin();
}
