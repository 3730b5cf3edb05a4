/** What came of an attempt to sign in. `busy`: too many attempts, the hub asks to wait. */
export type SignInOutcome = 'signed_in' | 'wrong' | 'disabled' | 'busy' | 'unreachable' | 'failed';

async function post(action: string, body: unknown): Promise<Response | undefined> {
  return fetch(`/api/auth/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
}

async function textOf(answer: Response, name: 'code' | 'url'): Promise<string | undefined> {
  const body: unknown = await answer.json().catch(() => undefined);
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : undefined;
}

export async function signInWithPassword(email: string, password: string): Promise<SignInOutcome> {
  const answer = await post('sign-in/email', { email, password });
  if (answer === undefined || answer.status === 503) return 'unreachable';
  if (answer.ok) return 'signed_in';
  if (answer.status === 429) return 'busy';
  if (answer.status === 401) return 'wrong';
  return (await textOf(answer, 'code')) === 'DISABLED' ? 'disabled' : 'failed';
}

/** The address of the identity provider to go on to; undefined when it cannot be reached. */
export async function providerAddress(next: string): Promise<string | undefined> {
  const answer = await post('sign-in/social', {
    provider: 'ory',
    callbackURL: next,
    errorCallbackURL: '/sign-in?error=provider',
  });
  if (answer?.ok !== true) return undefined;
  return await textOf(answer, 'url');
}

export async function signOut(): Promise<void> {
  await post('sign-out', {});
}
