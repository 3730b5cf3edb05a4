import type { ErrorCode } from '@activity-hub/contracts/errors';

/** Why the hub closes a connection. The table of `docs/api/websocket.md`. */
export const closeCodes = {
  unsupportedData: 1003,
  protocol: 1008,
  fault: 1011,
  shuttingDown: 1012,
  tryAgainLater: 1013,
  unauthenticated: 4401,
  forbidden: 4403,
  noHello: 4408,
  takenOver: 4409,
  limited: 4429,
} as const;
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

const ofErrors: Partial<Record<ErrorCode, CloseCode>> = {
  malformed_message: closeCodes.protocol,
  unsupported_media_type: closeCodes.unsupportedData,
  request_timeout: closeCodes.noHello,
  unauthenticated: closeCodes.unauthenticated,
  key_expired: closeCodes.unauthenticated,
  key_revoked: closeCodes.unauthenticated,
  forbidden: closeCodes.forbidden,
  too_many_addresses: closeCodes.forbidden,
  already_exists: closeCodes.takenOver,
  rate_limited: closeCodes.limited,
  quota_exceeded: closeCodes.limited,
  overloaded: closeCodes.tryAgainLater,
  store_unavailable: closeCodes.tryAgainLater,
  shutting_down: closeCodes.shuttingDown,
};

export function closeCodeOf(code: ErrorCode): CloseCode {
  return ofErrors[code] ?? (code === 'internal_error' ? closeCodes.fault : closeCodes.protocol);
}
