/** How somebody may say who they are, on whatever surface; headers and gRPC metadata alike. */
export interface Credentials {
  readonly authorization?: string | undefined;
  readonly apiKey?: string | undefined;
  /** The whole Cookie header. */
  readonly cookie?: string | undefined;
  /** Of the client. */
  readonly address?: string | undefined;
}
