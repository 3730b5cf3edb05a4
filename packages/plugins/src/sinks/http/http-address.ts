import { z } from 'zod';

/** Empty until somebody fills it in: a configuration must accept `{}`. */
export const httpAddress = z
  .string()
  .max(2_048)
  .regex(/^(https?:\/\/\S+)?$/, 'must begin with http:// or https://');

/** @throws when no address was configured */
export function demandAddress(sink: string, address: string): string {
  if (address === '') throw new TypeError(`${sink} has no address: set "url"`);
  return address.replace(/\/+$/, '');
}
