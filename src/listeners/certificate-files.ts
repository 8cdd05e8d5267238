import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { type Configuration, ConfigurationError } from '../config/index.js';

/** Of which files a secure listener is made. */
export interface CertificateFiles {
  readonly HTTPS_CERT_FILE: string;
  readonly HTTPS_KEY_FILE: string;
  readonly HTTPS_CLIENT_CA_FILE: string | null;
}

export function certificateFilesOf(configuration: Configuration): CertificateFiles {
  const { httpsCertFile, httpsKeyFile, httpsClientCaFile } = configuration;
  if (httpsCertFile === null || httpsKeyFile === null) throw new Error('HTTPS is configured without its files');
  return { HTTPS_CERT_FILE: httpsCertFile, HTTPS_KEY_FILE: httpsKeyFile, HTTPS_CLIENT_CA_FILE: httpsClientCaFile };
}

/**
 * Reads the files, and makes sure that they fit together.
 *
 * @throws ConfigurationError that names the file at fault
 */
export function readCertificates(files: CertificateFiles): SecureContextOptions {
  const { HTTPS_CLIENT_CA_FILE: ca } = files;
  const options: SecureContextOptions = {
    minVersion: 'TLSv1.2',
    cert: read('HTTPS_CERT_FILE', files.HTTPS_CERT_FILE),
    key: read('HTTPS_KEY_FILE', files.HTTPS_KEY_FILE),
  };
  check('HTTPS_CERT_FILE', files.HTTPS_CERT_FILE, { cert: options.cert });
  check('HTTPS_KEY_FILE', files.HTTPS_KEY_FILE, options);
  if (ca === null) return options;
  const authority = { ca: read('HTTPS_CLIENT_CA_FILE', ca) };
  checkAuthorities(ca, authority.ca);
  return { ...options, ...authority };
}

/** @throws ConfigurationError that names the file at fault */
export function checkCertificates(configuration: Configuration): void {
  if (configuration.httpsPort !== 'off') readCertificates(certificateFilesOf(configuration));
}

function read(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw wrong(name, file, messageOf(error));
  }
}

function check(name: string, file: string, options: SecureContextOptions): void {
  try {
    createSecureContext(options);
  } catch (error) {
    throw wrong(name, file, messageOf(error));
  }
}

/** The TLS library passes over what it cannot read in a list of authorities, and would then trust nobody. */
function checkAuthorities(file: string, text: string): void {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
  const name = 'HTTPS_CLIENT_CA_FILE';
  if (blocks.length === 0) throw wrong(name, file, 'it holds no certificate');
  for (const block of blocks) {
    try {
      if (!new X509Certificate(block).ca) throw new Error('it holds a certificate that is no authority’s');
    } catch (error) {
      throw wrong(name, file, messageOf(error));
    }
  }
}

function wrong(name: string, file: string, why: string): ConfigurationError {
  return new ConfigurationError(
    `${name}=${JSON.stringify(file)} will not do (${why}): it must be a PEM file, and fit the others`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
