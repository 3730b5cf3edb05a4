import type { SignIn, SignInOptions } from './sign-in.ts';

export interface LateSignIn extends SignIn {
  /** Reads what it needs now, so that the first person and all who ask meanwhile need not wait for it. */
  begin(): Promise<void>;
}

/**
 * Begins when it is told to, or when the first person comes. better-auth and Drizzle are eight hundred modules, half of what a start of
 * the hub took, and a process that only takes events, runs plugins or delivers never needs them.
 */
export function lateSignIn(options: SignInOptions): LateSignIn {
  let begun: Promise<SignIn> | undefined;
  const signIn = (): Promise<SignIn> => {
    begun ??= import('./create-sign-in.ts').then(({ createSignIn }) => createSignIn(options));
    return begun;
  };
  return {
    async begin() {
      await signIn();
    },
    answer: async (request) => (await signIn()).answer(request),
    personOf: async (cookieHeader) => (await signIn()).personOf(cookieHeader),
    hashPassword: async (password) => (await signIn()).hashPassword(password),
    close: async () => (await begun)?.close(),
  };
}
