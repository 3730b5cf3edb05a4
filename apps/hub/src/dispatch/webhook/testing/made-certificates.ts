import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PemPair {
  readonly cert: string;
  readonly key: string;
}

export interface MadeCertificates {
  readonly ca: PemPair;
  /** For 127.0.0.1 and localhost. */
  readonly server: PemPair;
  readonly client: PemPair;
}

/** An authority with a server and a client under it. @throws Error when there is no openssl */
export function madeCertificates(): MadeCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'activity-hub-certificates-'));
  const run = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const pair = (name: string): PemPair => ({
    cert: readFileSync(join(folder, `${name}.crt`), 'utf8'),
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
  });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const signed = (name: string, extensions: string) => {
    writeFileSync(join(folder, `${name}.ext`), extensions);
    run('req', ...curve, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'];
    run(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...authority,
      '-out',
      `${name}.crt`,
      '-days',
      '2',
      '-extfile',
      `${name}.ext`,
    );
  };
  try {
    run('req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '2', '-subj', '/CN=test authority');
    signed('server', 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
    signed('client', 'extendedKeyUsage=clientAuth\n');
    return { ca: pair('ca'), server: pair('server'), client: pair('client') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
