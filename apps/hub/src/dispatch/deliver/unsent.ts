import type { AttemptErrorCode } from '@activity-hub/contracts/dispatch/failure-code';
import type { Tried } from './transport.ts';

/** A try that told nothing of its own: the sentence says why. */
export function unsent(settled: Tried['settled'], code: AttemptErrorCode, sentence: string): Tried {
  return {
    settled,
    away: false,
    startedAt: Date.now(),
    durationMs: 0,
    status: undefined,
    error: { code, sentence },
    url: null,
    address: null,
    requestHeaders: {},
    requestBody: null,
    responseHeaders: {},
    responseBody: null,
    responseTruncated: false,
  };
}
