import type { Detector } from '@activity-hub/contracts/plugin/detector';
import { shownAs } from '@activity-hub/contracts/plugin/shown-as';
import { z } from 'zod';

/** Validation, form and documentation at once. Every setting has a default, and words in both languages. */
const config = z.strictObject({
  failures: z
    .int()
    .min(2)
    .default(3)
    .meta(
      shownAs({
        en: ['Failures', 'Failed attempts in a row at which a finding is made.'],
        ru: ['Неудачи', 'Сколько неудачных попыток подряд дают находку.'],
      }),
    ),
});

type State = { readonly failed: readonly string[] };

/** Finds a person who fails again and again, and needs a mentor. */
export const myThing: Detector<z.infer<typeof config>, State> = {
  manifest: {
    id: 'my-thing',
    version: '1.0.0',
    kind: 'detector',
    hub: '^0.1.0',
    title: { en: 'My thing', ru: 'Моя вещь' },
    description: { en: 'Failed attempts in a row.', ru: 'Неудачные попытки подряд.' },
    config,
    topics: ['activity.learning.test_failed', 'activity.learning.test_passed'],
    scope: 'stream',
    windows: [],
    emits: ['activity.anomaly.detected'],
  },
  keyOf: (event) => event.user_id ?? undefined,
  inspect: (previous, { event }, _now, { failures }) => {
    if (event.event_type !== 'activity.learning.test_failed') return { next: { failed: [] }, findings: [] };
    const failed = [...(previous?.failed ?? []), event.event_id].slice(-failures);
    if (failed.length < failures) return { next: { failed }, findings: [] };
    return {
      next: { failed: [] },
      findings: [
        {
          kind: 'failing_in_a_row',
          severity: 'medium',
          subject: failed[0] ?? event.event_id,
          score: failures,
          evidence: { failed_in_a_row: failures, usual: 0 },
          event_ids: failed,
        },
      ],
    };
  },
};
