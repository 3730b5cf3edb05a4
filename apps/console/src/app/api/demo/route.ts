import { forwardToHub } from '../../../trpc/forward-to-hub.ts';
import { isSameOrigin, refuseOtherOrigin } from '../../../trpc/same-origin.ts';

/** Loads the demo scenario. Only pages of the console itself may ask for it. */
export async function POST(request: Request): Promise<Response> {
  return isSameOrigin(request.headers) ? forwardToHub(request, '/activity/demo') : refuseOtherOrigin();
}
