import type { AttemptErrorCode } from '@activity-hub/contracts/dispatch/failure-code';

export interface AttemptError {
  readonly code: AttemptErrorCode;
  /** For whoever operates the endpoint; without secrets. */
  readonly sentence: string;
}

/** Why the body of an answer is not whole: too long, not done at the deadline, or broken off. */
export type BodyCut = 'size' | 'deadline' | 'broken';

/**
 * What happened in one try. Either `status` or `error` is there: an answer counts from its headers on, so
 * a body that never ends takes nothing back.
 */
export interface AttemptRecord {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** The one that was connected to, or tried. */
  readonly address: string | undefined;
  /** Secrets are left out. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly status: number | undefined;
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** The beginning, as it was sent: any bytes. */
  readonly responseBody: Uint8Array;
  readonly bodyCut: BodyCut | undefined;
  readonly error: AttemptError | undefined;
}

/** The record of an attempt for which nothing was sent. */
export function unsentAttempt(
  code: AttemptErrorCode,
  sentence: string,
  startedAt: number,
  requestHeaders: Readonly<Record<string, string>> = {},
): AttemptRecord {
  return {
    startedAt,
    durationMs: 0,
    address: undefined,
    requestHeaders,
    status: undefined,
    responseHeaders: {},
    responseBody: new Uint8Array(),
    bodyCut: undefined,
    error: { code, sentence },
  };
}
