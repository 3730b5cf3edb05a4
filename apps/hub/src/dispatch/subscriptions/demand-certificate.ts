import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { WebhookDestination } from '@activity-hub/contracts/dispatch/destination';
import { HubError } from '@activity-hub/contracts/errors';

type Mtls = NonNullable<WebhookDestination['mtls']>;

/** Every attempt would fail with them, and a person is looking now. @throws HubError invalid_destination */
export function demandCertificate({ certificate, key, ca }: Mtls): void {
  const shown = read('certificate', 'a certificate in PEM', () => new X509Certificate(certificate));
  const secret = read('key', 'a private key in PEM without a passphrase', () => createPrivateKey(key));
  if (ca !== undefined) read('ca', 'a certificate in PEM', () => new X509Certificate(ca));
  if (shown.checkPrivateKey(secret)) return;
  const detail = 'The private key does not belong to the certificate. Paste the two that were made together.';
  throw new HubError('invalid_destination', detail, { pointer: '/destination/mtls/key' });
}

function read<Result>(name: keyof Mtls, wanted: string, work: () => Result): Result {
  try {
    return work();
  } catch {
    // What OpenSSL says of it helps nobody, and may quote it.
    const detail = `This cannot be read as ${wanted}. Paste the whole file, with its BEGIN and END lines.`;
    throw new HubError('invalid_destination', detail, { pointer: `/destination/mtls/${name}` });
  }
}
