export const verifyLanguages = ['typescript', 'python'] as const;
export type VerifyLanguage = (typeof verifyLanguages)[number];

/**
 * How a receiver makes sure that a delivery is the hub's, as Standard Webhooks has it: with nothing to
 * install, over the bytes as they came, and with a bound on how old they may be. While a secret is changed there
 * are two signatures, so every one is looked at.
 */
export const verifySnippets: Readonly<Record<VerifyLanguage, string>> = {
  typescript: `import { createHmac, timingSafeEqual } from 'node:crypto';

const secret = process.env.WEBHOOK_SECRET; // whsec_…

export function isFromTheHub(headers, rawBody) {
  const id = headers['webhook-id'];
  const at = headers['webhook-timestamp'];
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const wanted = createHmac('sha256', key).update(\`\${id}.\${at}.\${rawBody}\`).digest();
  return headers['webhook-signature'].split(' ').some((one) => {
    const given = Buffer.from(one.split(',')[1] ?? '', 'base64');
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}`,
  python: `import base64, hashlib, hmac, os, time

secret = os.environ["WEBHOOK_SECRET"]  # whsec_…

def is_from_the_hub(headers, raw_body: bytes) -> bool:
    id, at = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(at)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{id}.{at}.".encode() + raw_body
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(
        hmac.compare_digest(one.partition(",")[2], wanted)
        for one in headers["webhook-signature"].split(" ")
    )`,
};
