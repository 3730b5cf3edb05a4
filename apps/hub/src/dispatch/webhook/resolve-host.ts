export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name. Rejects with a code as node:dns does. */
export type ResolveHost = (host: string) => Promise<readonly ResolvedAddress[]>;
