import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificate {
  /** A PEM file, for NODE_EXTRA_CA_CERTS. */
  readonly file: string;
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** A certificate for these hosts that signs itself, with its key, made by openssl in a folder. */
export async function makeCertificate(
  folder: string,
  hosts: readonly string[],
): Promise<Certificate> {
  const [file, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const names = `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`;
  const what = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=bench'];
  await run('openssl', ['req', ...what, '-addext', names, '-keyout', keyFile, '-out', file]);
  return { file, key: readFileSync(keyFile), cert: readFileSync(file) };
}

/** Speaks TLS, as the cloud does, in front of a stand-in that does not. Answers with its address. */
export async function startFront(target: string, { key, cert }: Certificate) {
  const server = createServer({ key, cert }, (outer) => {
    const [host, port] = target.split(':');
    const inner = connect(Number(port), host);
    // A small answer would wait 40 ms for the acknowledgement of the one before.
    inner.setNoDelay();
    outer.setNoDelay();
    outer.pipe(inner).pipe(outer);
    outer.on('error', () => inner.destroy());
    inner.on('error', () => outer.destroy());
  });
  const port = await new Promise<AddressInfo['port']>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    });
  });
  return { host: `127.0.0.1:${port}`, close: () => server.close() };
}
