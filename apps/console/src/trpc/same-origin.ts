/**
 * Whether a request that changes something comes from a page of the console itself. Browsers say so in
 * `sec-fetch-site`; older ones in `origin`. A program that is no browser sends neither and has no cookie
 * of a person that could be misused.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const origin = headers.get('origin');
  if (origin === null) return true;
  const host = headers.get('host');
  try {
    return host !== null && new URL(origin).host === host.toLowerCase();
  } catch {
    return false;
  }
}

export function refuseOtherOrigin(): Response {
  const problem = {
    type: 'urn:activity-hub:error:host_not_allowed',
    title: 'The host or origin is not allowed',
    status: 403,
    code: 'host_not_allowed',
    detail: 'Only pages of the console itself may do this.',
  };
  const data = { code: 'FORBIDDEN', httpStatus: 403, problem };
  return Response.json({ error: { message: problem.detail, code: -32003, data } }, { status: 403 });
}
