import { attemptErrorCodes } from '@activity-hub/contracts/dispatch/failure-code';
import { expect, test } from 'vitest';
import { fingerprintOf } from '../deliver/fingerprint-of.ts';
import { failureOf, failureOfFingerprint } from './failure-of.ts';

test('the fingerprint of an attempt names its code', () => {
  for (const error_code of attemptErrorCodes)
    expect(failureOfFingerprint(fingerprintOf({ status: null, error_code, reason: 'It failed.' }))).toBe(error_code);
  expect(failureOfFingerprint(fingerprintOf({ status: 500, error_code: null, reason: null }))).toBe('answered');
});

test.each([
  ['before sending: The filter failed: no such key', 'filter'],
  ['skipped', 'skipped'],
  ['', null],
  ['words of their own', null],
])('the fingerprint "%s" says %s', (fingerprint, code) => {
  expect(failureOfFingerprint(fingerprint)).toBe(code);
});

test('a delivery says why it did not arrive, and what was done to it since', () => {
  const reason = 'The receiver answered 500.';
  expect(failureOf({ state: 'dead', reason, fingerprint: 'status 500' })).toBe('answered');
  expect(failureOf({ state: 'pending', reason, fingerprint: 'status 500' })).toBe('answered');
  expect(failureOf({ state: 'pending', reason, fingerprint: null })).toBe('put_back');
  expect(failureOf({ state: 'pending', reason: null, fingerprint: null })).toBeNull();
  expect(failureOf({ state: 'discarded', reason: 'Not needed.', fingerprint: 'status 500' })).toBeNull();
});
