import { schemasOfContracts } from '../../schemas/known-schemas.ts';
import { RegistryLookup } from '../../schemas/registry-lookup.ts';
import { UsageCounters } from '../../schemas/usage-counters.ts';
import type { SchemaLookup } from '../schema-lookup.ts';

/** The registry as a hub begins with it. */
export const catalogueSchemas: SchemaLookup = new RegistryLookup(schemasOfContracts(), new UsageCounters(Date.now));
