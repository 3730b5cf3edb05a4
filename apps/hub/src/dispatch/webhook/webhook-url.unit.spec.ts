import { describe, expect, it } from 'vitest';
import { parseWebhookUrl } from './webhook-url.ts';

const sentenceOf = (text: string, allowHttp = false) => {
  const parsed = parseWebhookUrl(text, { allowHttp });
  return parsed.ok ? 'taken' : parsed.sentence;
};

describe('parseWebhookUrl', () => {
  it('takes https, and http only when it is allowed', () => {
    expect(sentenceOf('https://example.com:8443/a?b=c')).toBe('taken');
    expect(sentenceOf('http://example.com/')).toContain('https');
    expect(sentenceOf('http://example.com/', true)).toBe('taken');
  });

  it('sees numbers for the addresses they are', () => {
    const hosts = ['http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127.1/'].map((text) => {
      const parsed = parseWebhookUrl(text, { allowHttp: true });
      return parsed.ok ? parsed.url.hostname : undefined;
    });
    expect(new Set(hosts)).toEqual(new Set(['127.0.0.1']));
  });

  it.each([
    ['', 'no URL'],
    ['example.com/hook', 'no URL'],
    ['https://', 'no URL'],
    ['ftp://example.com/', 'https URL'],
    ['file:///etc/passwd', 'https URL'],
    ['data:text/plain,a', 'https URL'],
    ['https://user@example.com/', 'header'],
    ['https://:secret@example.com/', 'header'],
    [`https://example.com/${'a'.repeat(2_000)}`, '2,000'],
    [`https://example.com/${'я'.repeat(1_900)}`, 'escaped'],
  ])('refuses %s', (text, words) => expect(sentenceOf(text)).toContain(words));

  it('does not repeat what it refuses', () => {
    expect(sentenceOf('https://user:hunter2@example.com/')).not.toContain('hunter2');
  });
});
