import { type CelError, type CelResult, celType, isCelError } from '@bufbuild/cel';
import { FILTER_LIMITS } from './filter-limits.ts';

/**
 * What a filter says of one event. A missing key is no match, but it is told apart so that it can be counted: it is
 * how a misspelt path looks.
 */
export type FilterVerdict = 'match' | 'no_match' | 'missing_key' | { readonly fault: string };

export function verdictOf(result: CelResult): FilterVerdict {
  if (result === true) return 'match';
  if (result === false) return 'no_match';
  if (!isCelError(result)) return { fault: `the filter must answer true or false, not ${celType(result).name}` };
  return isMissingKey(result) ? 'missing_key' : { fault: faultWords(result) };
}

/** The library has one class for all errors; a key and an index that are not there begin with these words. */
export function isMissingKey(error: CelError): boolean {
  return /^(field not found: |index .{1,40} out of bounds )/.test(error.message);
}

/** Short, because it may quote the payload. */
export function faultWords(error: CelError): string {
  const { message } = error;
  return message.length <= FILTER_LIMITS.maxFaultLength
    ? message
    : `${message.slice(0, FILTER_LIMITS.maxFaultLength - 1)}…`;
}
