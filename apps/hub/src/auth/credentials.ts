/** How somebody may say who they are, on whatever surface; headers and gRPC metadata alike. */
export interface Credentials {
  readonly authorization?: string | undefined;
  readonly apiKey?: string | undefined;
  /** The whole Cookie header. */
  readonly cookie?: string | undefined;
  /** The other end of the connection: the client, or a proxy before the hub. */
  readonly address?: string | undefined;
  /** X-Forwarded-For, believed of trusted proxies only. */
  readonly forwardedFor?: string | undefined;
}
