import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultRetryRules } from './judge-attempt.ts';
import { newHmacSecret, newSigningKey, signWebhook } from './sign-webhook.ts';

const page = readFileSync(new URL('../../../../../docs/api/webhooks.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'activity-hub-webhooks-page-'));
const units: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000 };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function samples(language: string): string[] {
  return [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, name, text]) =>
    name === language ? [text ?? ''] : [],
  );
}

function message(secrets: string[]) {
  const body = Buffer.from('{"name":"Анна"}');
  const headers = signWebhook({ id: 'msg_1', timestampSeconds: Math.floor(Date.now() / 1000), body }, secrets);
  return { headers: { ...headers }, body };
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'pipe' });
    return true;
  } catch {
    console.warn('The Python sample of the webhooks page is not tested: there is no python3.');
    return false;
  }
}

describe('docs/api/webhooks.md', () => {
  it('tells the waits of the schedule', () => {
    const rows = [...page.matchAll(/^\| (\d+) \| (\d+) (s|min|h) \|$/gm)];
    expect(rows.map(([, attempt]) => Number(attempt))).toEqual(rows.map((_, index) => index + 1));
    expect(rows.map(([, , wait, unit]) => Number(wait) * (units[unit ?? ''] ?? 0))).toEqual(defaultRetryRules.waitsMs);
  });

  it('verifies a public key as shown', async () => {
    const pair = newSigningKey();
    const { headers, body } = message([newHmacSecret(), newSigningKey().signingKey, pair.signingKey]);
    const file = join(folder, 'sample.mts');
    writeFileSync(file, `${samples('ts')[1]}\nexport { isGenuine };\n`);
    const { isGenuine } = await import(/* @vite-ignore */ file);
    expect(isGenuine(pair.publicKey, headers, body)).toBe(true);
    expect(isGenuine(pair.publicKey, headers, Buffer.concat([body, body]))).toBe(false);
    expect(isGenuine(newSigningKey().publicKey, headers, body)).toBe(false);
    expect(isGenuine(pair.publicKey, { ...headers, 'webhook-timestamp': '7' }, body)).toBe(false);
  });

  it.skipIf(!hasPython())('verifies a secret in Python as shown', () => {
    const secrets = [newHmacSecret(), newHmacSecret()];
    const { headers, body } = message(secrets);
    const asked = JSON.stringify({ secrets: [...secrets, newHmacSecret()], headers, body: body.toString() });
    const check = [
      'import json, sys',
      'asked = json.load(sys.stdin)',
      'body = asked["body"].encode()',
      'genuine = [is_genuine(secret, asked["headers"], body) for secret in asked["secrets"]]',
      'print(json.dumps(genuine + [is_genuine(asked["secrets"][0], asked["headers"], body + b" ")]))',
    ].join('\n');
    const file = join(folder, 'sample.py');
    writeFileSync(file, `${samples('python')[0]}\n${check}\n`);
    const told = execFileSync('python3', [file], { input: asked, encoding: 'utf8' });
    expect(JSON.parse(told)).toEqual([true, true, false, false]);
  });
});
