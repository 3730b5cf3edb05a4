import { execFileSync } from 'node:child_process';
import { activityEvent } from '@activity-hub/contracts/event';
import { lms } from '@activity-hub/contracts/sources/lms';
import { expect, test } from 'vitest';
import { type FirstEvent, firstEventSnippet, languages } from './snippets.ts';

const event: FirstEvent = {
  hubUrl: 'http://127.0.0.1:4000',
  key: 'ahk_0123456789ab_secret',
  eventId: '0c1f4a4e-6f5a-4b1c-9a75-2f6d3c0f9e11',
  at: '2026-11-23T10:00:00.000Z',
  profile: lms,
};

/** The object that holds the event id: none of its texts has a brace. */
function eventIn(snippet: string): unknown {
  const begin = snippet.lastIndexOf('{', snippet.indexOf('"event_id"'));
  let depth = 0;
  for (let at = begin; at < snippet.length; at += 1) {
    if (snippet[at] === '{') depth += 1;
    if (snippet[at] === '}') depth -= 1;
    if (depth === 0) return JSON.parse(snippet.slice(begin, at + 1));
  }
  return undefined;
}

test.each(languages)('%s carries the key and an event the hub takes', (language) => {
  const snippet = firstEventSnippet(language, event);
  expect(snippet).toContain(`Bearer ${event.key}`);
  expect(activityEvent.safeParse(eventIn(snippet))).toMatchObject({ success: true });
});

test('the shell reads the body of the curl command as one argument', () => {
  const command = `curl() { for last; do :; done; printf %s "$last"; }\n${firstEventSnippet('curl', event)}`;
  const body = execFileSync('sh', ['-c', command], { encoding: 'utf8' });
  expect(JSON.parse(body)).toMatchObject({ event_id: event.eventId, source_system: 'lms' });
});
