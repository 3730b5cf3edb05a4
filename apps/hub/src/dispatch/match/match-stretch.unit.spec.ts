import { topicMatches } from '@activity-hub/contracts/topic';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchStretch } from './match-stretch.ts';
import type { SubscriptionRule } from './subscription-rule.ts';
import { laneEventFixture, ruleFixture } from './testing/rule-fixture.ts';

const all = (): boolean => true;
const numbered = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const covering = (rules: readonly SubscriptionRule[]) => (eventType: string) =>
  rules.filter(({ topics }) => topics.some((topic) => topicMatches(topic, eventType)));

describe('a stretch of a lane', () => {
  it('gives each event to whose topic covers it, once, in the order of the lane', () => {
    const rules = [
      ruleFixture({ subscription_id: numbered(1), topics: ['activity.**', 'activity.learning.*'] }),
      ruleFixture({ subscription_id: numbered(2), topics: ['activity.learning.completed'], fifo: true }),
      ruleFixture({ subscription_id: numbered(3), topics: ['activity.gaming.*'] }),
    ];
    const events = [
      laneEventFixture(4, 'activity.learning.completed'),
      laneEventFixture(5, 'activity.learning.started'),
      laneEventFixture(6, 'lms.learning.completed'),
    ];
    const { matches, missingKeys } = matchStretch(events, covering(rules), all);
    expect(matches.map(({ subscription_id, offset, ordered }) => [subscription_id, offset, ordered])).toEqual([
      [numbered(1), 4, false],
      [numbered(2), 4, true],
      [numbered(1), 5, false],
    ]);
    expect(missingKeys.size).toBe(0);
  });

  it('counts what lacks a key of the filter, by subscription, and delivers it to nobody', () => {
    const rules = [1, 2].map((n) => ruleFixture({ subscription_id: numbered(n), filter: 'event.payload.scroe > 1' }));
    const events = [1, 2, 3].map((offset) => laneEventFixture(offset, 'activity.learning.completed', { score: 5 }));
    const { matches, missingKeys } = matchStretch(
      events,
      () => rules,
      (rule, offset) => (rule.subscription_id === numbered(1) ? offset > 1 : true),
    );
    expect(matches).toEqual([]);
    expect([...missingKeys]).toEqual([
      [numbered(2), 3],
      [numbered(1), 2],
    ]);
  });

  it('makes a dead letter of what a filter fails at, with the reason in one line that can be stored', () => {
    const rule = ruleFixture({ filter: 'event.payload.score > 3' });
    const [match] = matchStretch(
      [laneEventFixture(1, 'activity.learning.completed', { score: 'a\0b' })],
      () => [rule],
      all,
    ).matches;
    expect(match?.fault).toMatch(/^The filter failed: ./);
    expect(match?.fault).not.toContain('\0');
  });

  it('holds nobody else up with a filter that throws, or one that can no longer be compiled', () => {
    const broken = ruleFixture({ subscription_id: numbered(1), filter: 'no.such(' });
    const throwing: SubscriptionRule = {
      ...ruleFixture({ subscription_id: numbered(2), filter: 'true' }),
      filterText: 'throws',
      judge() {
        throw new RangeError('Maximum call stack size exceeded');
      },
    };
    const good = ruleFixture({ subscription_id: numbered(3) });
    const { matches } = matchStretch(
      [laneEventFixture(1, 'activity.learning.completed')],
      () => [broken, throwing, good],
      all,
    );
    expect(matches.map(({ fault }) => fault === null)).toEqual([false, false, true]);
    expect(matches[1]?.fault).toContain('Maximum call stack');
  });

  it('keeps a reason short, also where that cuts a character of two halves', () => {
    const rule = {
      ...ruleFixture(),
      filterText: 'emoji',
      judge: () => ({ fault: '😀'.repeat(400) }),
    };
    const [match] = matchStretch([laneEventFixture(1, 'activity.learning.completed')], () => [rule], all).matches;
    expect(match?.fault?.length).toBeLessThanOrEqual(500);
    expect(match?.fault?.isWellFormed()).toBe(true);
  });

  it.each(['activity.subscription.failing', 'activity.delivery.exhausted'])(
    'never tells a subscription of itself by %s, and everybody else of it',
    (eventType) => {
      const rules = [1, 2].map((n) => ruleFixture({ subscription_id: numbered(n), topics: ['activity.**'] }));
      const event = laneEventFixture(1, eventType, { subscription_id: numbered(1) });
      const { matches } = matchStretch([event], covering(rules), all);
      expect(matches.map(({ subscription_id }) => subscription_id)).toEqual([numbered(2)]);
    },
  );

  it('tells a subscription of other events that happen to name it', () => {
    const rule = ruleFixture({ subscription_id: numbered(1) });
    const event = laneEventFixture(1, 'activity.learning.completed', { subscription_id: numbered(1) });
    expect(matchStretch([event], () => [rule], all).matches).toHaveLength(1);
  });

  it('is the same however the lane is cut into stretches, and says what each rule alone would say', () => {
    const types = ['activity.learning.completed', 'activity.learning.started', 'activity.game.won', 'lms.started'];
    const topics = ['activity.**', 'activity.learning.*', 'activity.*.completed', ...types];
    const filters = [null, 'event.payload.score > 3', 'event.payload.missing == 1', 'event.payload.score == "x"'];
    const rule = fc.record({
      topics: fc.uniqueArray(fc.constantFrom(...topics), { minLength: 1, maxLength: 3 }),
      filter: fc.constantFrom(...filters),
      from: fc.nat(20),
    });
    const event = fc.record({ type: fc.constantFrom(...types), score: fc.oneof(fc.nat(6), fc.constant('x')) });
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 6 }),
        fc.array(event, { maxLength: 20 }),
        fc.nat(20),
        (made, told, cut) => {
          const rules = made.map(({ from, ...row }, n) => ruleFixture({ ...row, subscription_id: numbered(n) }, from));
          const events = told.map(({ type, score }, n) => laneEventFixture(n + 1, type, { score }));
          const wants = (one: SubscriptionRule, offset: number): boolean => offset > (one.after[0] ?? 0);
          const matched = (part: typeof events) => matchStretch(part, covering(rules), wants).matches;
          const whole = matched(events);
          expect([...matched(events.slice(0, cut)), ...matched(events.slice(cut))]).toEqual(whole);
          const alone = rules.flatMap((one) => matchStretch(events, covering([one]), wants).matches);
          const keyed = (list: typeof whole) =>
            list.map((m) => `${m.subscription_id} ${m.offset} ${m.fault}`).toSorted();
          expect(keyed(whole)).toEqual(keyed(alone));
        },
      ),
    );
  });
});
