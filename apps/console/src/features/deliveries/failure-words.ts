import type { FailureCode } from '@activity-hub/contracts/dispatch/failure-code';
import type { english } from '../../i18n/english.ts';

/** A reason as the hub gives it. */
export interface Failure {
  readonly code: FailureCode | null;
  readonly status: number | null;
  readonly reason: string | null;
}

/** Of these the sentence of the hub holds no more than the code says. */
const complete: ReadonlySet<FailureCode> = new Set([
  'answered',
  'dns',
  'refused',
  'unreachable',
  'reset',
  'stopped',
  'event_gone',
]);

/** Which words say a failure, and whether they say all of it. */
export function failureWords(
  code: FailureCode,
  status: number | null,
): { readonly key: keyof typeof english.deliveries.failure; readonly complete: boolean } {
  return { key: code === 'answered' ? answerKey(status) : code, complete: complete.has(code) };
}

function answerKey(status: number | null): 'answered' | 'redirected' | 'gone' {
  if (status === 410) return 'gone';
  return status !== null && status >= 300 && status < 400 ? 'redirected' : 'answered';
}
