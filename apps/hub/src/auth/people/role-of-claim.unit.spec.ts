import { describe, expect, test } from 'vitest';
import { roleOfClaim } from './role-of-claim.ts';

describe('roleOfClaim', () => {
  test.each([
    [{ groups: ['a', 'admins'] }, 'groups', 'admin'],
    [{ traits: { role: 'admins' } }, 'traits.role', 'admin'],
    [{ groups: ['a'] }, 'groups', 'mentor'],
    [{}, 'groups', 'mentor'],
    [{ groups: { admins: true } }, 'groups', 'mentor'],
    [{ groups: null }, 'groups.deeper', 'mentor'],
    [{}, '__proto__.admins', 'mentor'],
  ])('%j at %s is %s', (claims, path, role) => {
    expect(roleOfClaim(claims, path, ['admins'])).toBe(role);
  });
});
