import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlOfAttempt } from './curl-of-attempt.ts';

test('a shell takes the request apart into what was sent', () => {
  const body = `{"text":"it's $HOME \`now\`"}`;
  const curl = curlOfAttempt({
    url: "https://crm.example/it's?a=1&b=$2",
    request_headers: { 'content-type': 'application/json', 'Content-Length': '28', 'webhook-id': 'x' },
    request_body: body,
  });
  const shown = `for word in ${curl?.replace(/^curl /, '')}; do printf '%s\\n' "$word"; done`;
  expect(execFileSync('sh', ['-c', shown], { encoding: 'utf8' }).trimEnd().split('\n')).toEqual([
    '-X',
    'POST',
    "https://crm.example/it's?a=1&b=$2",
    '-H',
    'content-type: application/json',
    '-H',
    'webhook-id: x',
    '--data-raw',
    body,
  ]);
});

test('what was never sent has no request', () => {
  expect(curlOfAttempt({ url: null, request_headers: {}, request_body: null })).toBeUndefined();
});
