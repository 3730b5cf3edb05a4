import type { PersonCaller } from '@activity-hub/contracts/access/caller';
import type { SignInSettings } from './sign-in-settings.ts';

/** The header in which the hub itself tells better-auth the client's address; never taken from a request. */
export const clientAddressHeader = 'x-hub-client-address';

export interface SignIn {
  /** Answers the requests under `/api/auth`. */
  answer(request: Request): Promise<Response>;
  /** Whose session the cookies are, unless it ended or the person was disabled. */
  personOf(cookieHeader: string): Promise<PersonCaller | undefined>;
  readonly hashPassword: (password: string) => Promise<string>;
  close(): Promise<void>;
}

export interface SignInOptions {
  readonly settings: SignInSettings;
  readonly databaseUrl: string;
  /** Told in words what went wrong inside; never with values, which may be tokens. */
  readonly onTrouble: (message: string) => void;
}
