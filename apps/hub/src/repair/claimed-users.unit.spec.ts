import { expect, test } from 'vitest';
import { claimedUsers } from './claimed-users.ts';

const anna = '0b8f2c7e-1f6d-4b8e-9a55-4a3f0e6d7c21';
const boris = 'aaaaaaaa-0000-4000-8000-000000000001';

test.each([
  ['an event', `{"user_id": "${anna}","payload":{}}`],
  ['an event in capitals', `{"user_id":"${anna.toUpperCase()}"}`],
  ['half an event', `{"event_id":1,"user_id" :\n"${anna}","payl`],
  ['a message of Segment', `{"type":"track","userId":"${anna}"}`],
  ['a webhook of ORY', `{"event":"login.after","identity_id":"${anna}"}`],
  ['a CloudEvent', `{"specversion":"1.0","userid":"${anna}","subject":"course-1"}`],
  ['a CloudEvent about somebody', `{"specversion":"1.0","subject":"${anna}"}`],
  ['a statement', `{"actor":{"account":{"homePage":"https://a.example","name":"${anna}"}}}`],
])('%s names who did it', (_what, text) => {
  expect(claimedUsers([text])).toEqual([anna]);
});

test('everybody is named once, and other ids name nobody', () => {
  const batch = `[{"user_id":"${anna}"},{"user_id":"${boris}"},{"user_id":"${anna}"}]`;
  expect(claimedUsers([batch, null, batch])).toEqual([anna, boris]);
  expect(claimedUsers([`{"event_id":"${anna}","user_id":"42","user_id":17,"name":"Anna"}`])).toEqual([]);
});

test('a text made to take long takes no time, and names no more than what is kept', () => {
  const many = Array.from(
    { length: 2_000 },
    (_, at) => `"user_id":"${anna.slice(0, -4)}${String(at).padStart(4, '0')}"`,
  );
  expect(claimedUsers([many.join(',')])).toHaveLength(1_000);
  const begun = performance.now();
  expect(
    claimedUsers(['"user_id"'.repeat(30_000), `"name"${' '.repeat(250_000)}`, `"name":"${'a:'.repeat(120_000)}`]),
  ).toEqual([]);
  expect(performance.now() - begun).toBeLessThan(1_000);
});
