import { expect, it } from 'vitest';
import { madeCertificates } from '../webhook/testing/made-certificates.ts';
import { demandCertificate } from './demand-certificate.ts';

const { ca, client, server } = madeCertificates();
const good = { certificate: client.cert, key: client.key, ca: ca.cert };
const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';

it('takes a certificate with its key', () => {
  expect(() => demandCertificate(good)).not.toThrow();
});

it.each([
  [
    'a certificate that cannot be read',
    { ...good, certificate: broken },
    'certificate',
    /cannot be read as a certificate/,
  ],
  ['a key that cannot be read', { ...good, key: broken }, 'key', /cannot be read as a private key/],
  ['an authority that cannot be read', { ...good, ca: broken }, 'ca', /cannot be read as a certificate/],
  ['the key of another', { ...good, key: server.key }, 'key', /does not belong/],
])('refuses %s at its field', (_, mtls, field, detail) => {
  expect(() => demandCertificate(mtls)).toThrow(
    expect.objectContaining({
      code: 'invalid_destination',
      pointer: `/destination/mtls/${field}`,
      message: expect.stringMatching(detail),
    }),
  );
});
