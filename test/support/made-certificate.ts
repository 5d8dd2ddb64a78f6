import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** PEM. */
export interface MadeCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for a host that signs itself, with its key, made by openssl for so many days. */
export function madeCertificate(host: string, days: number): MadeCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'trailbell-certificate-'));
  try {
    const [file, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const what = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', String(days)];
    const whose = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    execFileSync('openssl', ['req', ...what, ...whose, '-keyout', keyFile, '-out', file], {
      stdio: 'ignore',
    });
    return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(file, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
