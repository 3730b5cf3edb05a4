import { jsonPointer } from '@activity-hub/contracts/api/json-pointer';
import type { ZodError } from 'zod';

/** Everything that does not fit, each with its place: whoever mends a file would else meet one fault after the other. */
export function faultsInWords({ issues }: ZodError): string {
  return issues.map(({ path, message }) => `${jsonPointer(path)} ${message}`.trim()).join('; ');
}
