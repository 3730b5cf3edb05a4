import type { ErrorCode } from '@activity-hub/contracts/errors';

/** Why something sent was refused. `pointer` (RFC 6901) is relative to what was looked at: an event, or a body. */
export interface Fault {
  readonly code: ErrorCode;
  readonly pointer: string;
  readonly detail: string;
}

/** One segment of a JSON pointer. */
export function pointerSegment(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
