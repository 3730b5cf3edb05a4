import { describe, expect, it } from 'vitest';
import { oryAdapter } from './ory-adapter.ts';

const flow = '13b4060b-d8a4-5208-9474-495da324f82e';
const person = '0b8f2c7e-1f6d-4b8e-9a55-4a3f0e6d7c21';
const hook = { event: 'login.after', flow_id: flow, identity_id: person, method: 'password', occurred_at: '' };
const adapt = oryAdapter({ source: 'ory' });

function eventOf(given: Record<string, unknown> = {}): Readonly<Record<string, unknown>> {
  const answer = adapt({ ...hook, ...given });
  if ('fault' in answer) throw new Error(answer.fault.detail);
  return answer.event;
}

describe('a webhook', () => {
  it('of a sign-in is an event of the flow', () => {
    expect(eventOf({ user_agent: 'curl' })).toEqual({
      event_id: `ory:login.after:${flow}`,
      event_type: 'activity.system.user_logged_in',
      event_version: '1.0.0',
      source_system: 'ory',
      user_id: person,
      correlation_id: flow,
      payload: { method: 'password' },
      metadata: { user_agent: 'curl' },
    });
  });

  it.each([
    ['registration.after', 'user_registered'],
    ['login.failed', 'login_failed'],
    ['recovery.after', 'user_logged_in'],
    ['settings.after', 'alert_triggered'],
    ['verification.after', 'alert_triggered'],
    ['logout.after', 'user_logged_out'],
    ['hydra.login', 'user_logged_in'],
  ])('of %s is %s', (event, type) => {
    expect(eventOf({ event })).toMatchObject({ event_type: `activity.system.${type}` });
  });

  it('of two kinds of one flow is two events', () => {
    expect(eventOf({ event: 'registration.after' })['event_id']).not.toBe(eventOf()['event_id']);
  });

  it.each([
    [{ event: 'toString' }, 'unknown_event_type', '/event'],
    [{ flow_id: '' }, 'invalid_event', '/flow_id'],
    [{ traits: { email: 'ann@example.org' } }, 'unknown_field', '/traits'],
  ])('is refused with %j', (given, code, pointer) => {
    const answer = adapt({ ...hook, ...given });
    expect('fault' in answer ? [answer.fault.code, answer.fault.pointer] : answer).toEqual([code, pointer]);
  });
});
