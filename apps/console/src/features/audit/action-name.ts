'use client';

import { useTranslations } from 'next-intl';

/** Acts that have words of their own; any other is shown as the hub writes it. */
export const namedActions = [
  'hub.set_up',
  'person.made',
  'person.changed',
  'person.password_reset',
  'person.password_chosen',
  'cohort.made',
  'cohort.renamed',
  'cohort.removed',
  'cohort.members_added',
  'cohort.members_removed',
  'cohort.mentors_set',
  'cohort.members_imported',
  'participant.changed',
  'key.made',
  'key.changed',
  'key.rotated',
  'key.revoked',
  'key.refused',
  'event.unmasked',
  'event.voided',
  'event.replaced',
  'schema.registered',
  'schema.deprecated',
  'schema.activated',
  'schema.compatibility_set',
  'source.policy_set',
  'refused.resubmitted',
  'refused.repair_started',
  'refused.repair_cancelled',
  'refused.discarded',
  'plugin.configured',
  'plugin.folded_again',
  'plugin.promoted',
  'plugin.rolled_back',
  'plugin.revision_discarded',
  'plugin.enabled',
  'plugin.disabled',
  'plugin.paused',
  'plugin.resumed',
  'plugin.restarted',
  'plugin.quarantine_reset',
  'case.escalated',
  'subscription.created',
  'subscription.changed',
  'subscription.removed',
  'subscription.paused',
  'subscription.resumed',
  'delivery.resent',
  'delivery.skipped',
  'dead_letters.discarded',
  'redrive.started',
  'redrive.paused',
  'redrive.resumed',
  'redrive.cancelled',
] as const;

export function useActionName(): (action: string) => string {
  const t = useTranslations('audit.action');
  return (action) => {
    const named = namedActions.find((name) => name === action);
    return named === undefined ? action : t(named);
  };
}
