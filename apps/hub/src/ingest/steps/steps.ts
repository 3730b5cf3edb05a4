import { addIdentity } from './add-identity.ts';
import { addTrace } from './add-trace.ts';
import { checkEnvelope } from './check-envelope.ts';
import { checkSchema } from './check-schema.ts';
import { checkScope } from './check-scope.ts';
import { completeSource } from './complete-source.ts';
import { markClock } from './mark-clock.ts';
import { normalise } from './normalise.ts';
import type { Step } from './step.ts';

/** What makes an event out of what was sent. A redirect does not come back here. */
export const readingSteps: readonly Step[] = [completeSource, checkEnvelope, normalise];

/** What checks and enriches it, in this order; once more from the beginning for the type a redirect names. */
export const judgingSteps: readonly Step[] = [checkScope, checkSchema, markClock, addIdentity, addTrace];
