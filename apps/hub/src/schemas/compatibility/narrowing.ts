import type { SchemaChange } from '@activity-hub/contracts/schema/compatibility';
import type { Schema } from './written-out.ts';

/**
 * One reason for which a value of schema `a` may not fit schema `b`. `was` and `is` tell what each of them
 * says, as the end of a sentence: "a number", "at least 10", "required".
 */
export interface Narrowing {
  readonly path: string;
  readonly kind: SchemaChange['kind'];
  readonly was: string;
  readonly is: string;
}

/** Looks one level deeper. Handed in, so that the parts of the comparison need not know each other. */
export type Narrow = (a: Schema, b: Schema, path: string) => readonly Narrowing[];
