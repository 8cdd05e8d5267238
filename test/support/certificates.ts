import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate and its key, as PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const HOUR_MS = 3_600_000;

/** An authority that vouches for others. */
export async function anAuthority(name = 'an authority'): Promise<Certificate> {
  return make(name, { extensions: [{ name: 'basicConstraints', cA: true, critical: true }] });
}

/** A certificate for this machine, or for a caller of that name, as its authority signs it; by itself without one. */
export async function aCertificate(
  name: string,
  { by, expired = false }: { readonly by?: Certificate; readonly expired?: boolean } = {},
): Promise<Certificate> {
  const now = Date.now();
  return make(name, {
    notBeforeDate: new Date(now - 2 * HOUR_MS),
    notAfterDate: new Date(expired ? now - HOUR_MS : now + HOUR_MS),
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
    ...(by !== undefined && { ca: by }),
  });
}

async function make(name: string, options: object): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    keyType: 'ec',
    ...options,
  });
  return { cert: made.cert, key: made.private };
}

/** The files of a listener's certificate. */
export class CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;

  constructor(
    directory: string,
    certificate: Certificate,
    private written = 0,
  ) {
    this.certFile = join(directory, 'tls.crt');
    this.keyFile = join(directory, 'tls.key');
    this.replace(certificate);
  }

  /** Settings of an HTTPS listener on a free port. */
  get settings(): Readonly<Record<string, string>> {
    return { HTTPS_PORT: '0', HTTPS_CERT_FILE: this.certFile, HTTPS_KEY_FILE: this.keyFile };
  }

  /** As a renewal does it: each file at once, one after the other. */
  replace({ cert, key }: Certificate): void {
    put(this.certFile, cert, ++this.written);
    put(this.keyFile, key, ++this.written);
  }
}

/** Puts a file in another's place. */
export function put(file: string, text: string, number = 0): void {
  writeFileSync(`${file}.${number}`, text);
  renameSync(`${file}.${number}`, file);
}
