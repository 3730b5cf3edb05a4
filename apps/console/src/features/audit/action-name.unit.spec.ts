import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import { english } from '../../i18n/english.ts';
import { russian } from '../../i18n/russian.ts';
import { namedActions } from './action-name.ts';

/** Every act the hub records, by what it is about. */
const recorded = {
  hub: ['set_up'],
  person: ['made', 'changed', 'password_reset', 'password_chosen'],
  cohort: ['made', 'renamed', 'removed', 'members_added', 'members_removed', 'mentors_set', 'members_imported'],
  participant: ['changed'],
  key: ['made', 'changed', 'rotated', 'revoked', 'refused'],
  event: ['unmasked', 'voided', 'replaced'],
  schema: ['registered', 'deprecated', 'activated', 'compatibility_set'],
  source: ['policy_set'],
  refused: ['resubmitted', 'repair_started', 'repair_cancelled', 'discarded'],
  plugin: [
    'configured',
    'folded_again',
    'promoted',
    'rolled_back',
    'revision_discarded',
    'enabled',
    'disabled',
    'paused',
    'resumed',
    'restarted',
    'quarantine_reset',
  ],
  case: ['escalated'],
  subscription: ['created', 'changed', 'removed', 'paused', 'resumed'],
  delivery: ['resent', 'skipped'],
  dead_letters: ['discarded'],
  redrive: ['started', 'paused', 'resumed', 'cancelled'],
};

test('every act the hub records has a name, and no other', () => {
  const actions = Object.entries(recorded).flatMap(([noun, acts]) => acts.map((act) => `${noun}.${act}`));
  expect([...namedActions].sort()).toEqual(actions.sort());
});

test.each([
  ['en', english],
  ['ru', russian],
] as const)('every act has words in %s', (locale, messages) => {
  const missing: string[] = [];
  const t = createTranslator({
    locale,
    messages,
    namespace: 'audit.action',
    onError: (error) => missing.push(error.message),
  });
  const words = namedActions.map((action) => t(action));
  expect(missing).toEqual([]);
  expect(new Set(words).size).toBe(namedActions.length);
});
