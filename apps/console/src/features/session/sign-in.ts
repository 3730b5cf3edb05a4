/** What came of an attempt to sign in. `busy`: too many attempts, the hub asks to wait. */
export type SignInOutcome = 'signed_in' | 'wrong' | 'disabled' | 'busy' | 'unreachable' | 'failed';

async function post(action: string, body: unknown): Promise<Response | undefined> {
  return fetch(`/api/auth/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
}

export async function signInWithPassword(email: string, password: string): Promise<SignInOutcome> {
  const answer = await post('sign-in/email', { email, password });
  if (answer === undefined || answer.status === 503) return 'unreachable';
  if (answer.ok) return 'signed_in';
  if (answer.status === 429) return 'busy';
  if (answer.status === 403) return 'disabled';
  return answer.status >= 500 ? 'failed' : 'wrong';
}

/** The address of the identity provider to go on to; undefined when it cannot be reached. */
export async function providerAddress(next: string): Promise<string | undefined> {
  const answer = await post('sign-in/oauth2', {
    providerId: 'ory',
    callbackURL: next,
    errorCallbackURL: '/sign-in?error=provider',
  });
  if (answer?.ok !== true) return undefined;
  const body: unknown = await answer.json().catch(() => undefined);
  const url = typeof body === 'object' && body !== null && 'url' in body ? body.url : undefined;
  return typeof url === 'string' ? url : undefined;
}

export async function signOut(): Promise<void> {
  await post('sign-out', {});
}
