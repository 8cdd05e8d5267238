// Makes the secrets that compose.yaml names, each in a file of deploy/secrets; those that are there stay as they are.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DIRECTORY = fileURLToPath(new URL('secrets/', import.meta.url));

// Only its owner comes to the files, which the nodes' own user reads through a mount of each.
mkdirSync(DIRECTORY, { recursive: true, mode: 0o700 });
const password = secret('postgres-password', () => random());
secret('database-url', () => `postgres://engagement:${password}@postgres:5432/engagement`);
secret('api-keys', () => `strategy:${random()}`);
secret('operator-keys', () => `operations:${random()}`);
secret('frontend-keys', () => `website:${random()}`);
secret('visit-token-secret', () => random());

/** A text that needs no quoting, in an address either. */
function random() {
  return randomBytes(32).toString('base64url');
}

function secret(name, make) {
  const file = DIRECTORY + name;
  if (!existsSync(file)) {
    writeFileSync(file, make(), { mode: 0o600 });
    // Whatever the umask is.
    chmodSync(file, 0o644);
  }
  return readFileSync(file, 'utf8');
}
