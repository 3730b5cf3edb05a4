import type { PayloadTrialAnswer, SchemaCandidate } from '@activity-hub/contracts/schema/event-schema';
import type { SchemaVersionRow } from '@activity-hub/db/schemas/registry-row';
import { type ComparedNames, type ComparedSchemas, compareSchemas } from './compatibility/compare-schemas.ts';
import { examplePayload } from './example-event.ts';
import type { JsonNode } from './json-node.ts';
import { type Judgement, judgeRegistration } from './judge-registration.ts';
import type { KnownType } from './known-schemas.ts';
import { candidateFault, payloadFaults } from './try-payload.ts';

/**
 * What takes time in proportion to the schema of a stranger: up to seconds at the bounds, and compiling cannot
 * be interrupted. So it is done in a thread, beside ingest.
 */
export interface SchemaWork {
  judge(input: { readonly candidate: SchemaCandidate; readonly known: KnownType | undefined }): Judgement;
  compare(input: {
    readonly older: JsonNode;
    readonly newer: JsonNode;
    readonly names: ComparedNames;
  }): ComparedSchemas;
  try(input: TrialInput): PayloadTrialAnswer['faults'];
  example(input: { readonly row: SchemaVersionRow; readonly seed: number }): JsonNode | undefined;
}

export interface TrialInput {
  readonly eventType: string;
  readonly schema: JsonNode;
  /** A candidate is judged first; what is registered was. */
  readonly isCandidate: boolean;
  readonly payload: unknown;
}

export const schemaWork: SchemaWork = {
  judge: ({ candidate, known }) => judgeRegistration(candidate, known),
  compare: ({ older, newer, names }) => compareSchemas(older, newer, names),
  try({ eventType, schema, isCandidate, payload }) {
    const refused = isCandidate ? candidateFault(schema) : undefined;
    return refused === undefined ? payloadFaults(eventType, schema, payload) : [refused];
  },
  example: ({ row, seed }) => examplePayload(row, seed),
};

export type WorkName = keyof SchemaWork;
export type WorkInput<Name extends WorkName> = Parameters<SchemaWork[Name]>[0];
export type WorkOutput<Name extends WorkName> = ReturnType<SchemaWork[Name]>;

/** To the thread. */
export interface WorkOrder {
  readonly name: WorkName;
  readonly input: unknown;
}

/** From the thread. */
export type WorkResult = { readonly output: unknown } | { readonly failure: string };
