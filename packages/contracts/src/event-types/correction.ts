import { z } from 'zod';
import { describeTypes } from './event-type.ts';

const target = {
  event_id: z.string().describe('The event that does not count any more.'),
  event_type: z.string().describe('Its type.'),
  reason: z.string(),
};

/**
 * What takes events back without changing the log. They stand in the stream of the event they are about, after
 * it, so whoever reads the stream in order meets the event first and its correction later.
 */
export const correctionTypes = [
  ...describeTypes('system', {
    'correction.voided': ['Event voided', 'Событие аннулировано', target],
    'correction.replaced': [
      'Event replaced',
      'Событие заменено',
      { ...target, replaced_by: z.string().describe('The event that counts instead.') },
    ],
  }),
  ...describeTypes('derived', {
    'correction.superseded': [
      'Derived event superseded',
      'Производное событие устарело',
      { ...target, processor_key: z.string().nullish() },
    ],
  }),
];
