const MASK = '***';

/** What in the query of an address is no secret. */
const PLAIN = new Set(['sslmode']);

/** An address as it may be shown: where it leads, and as whom; not with which password. */
export function maskedAddress(text: string): string {
  // The path of a file has no place for a password.
  if (text.startsWith('sqlite:')) return text;
  if (!URL.canParse(text)) return MASK;
  const address = new URL(text);
  const { pathname, search, hash, protocol, username } = address;
  // A password that is not written as it should be ends its authority, and is taken for what comes behind.
  if (`${pathname}${search}${hash}`.includes('@') || /[;=]/.test(pathname) || /%3a/i.test(username)) return MASK;
  address.hash = '';
  // Redis asks for a password alone too.
  if (protocol.startsWith('redis') && username !== '' && address.password === '') address.username = MASK;
  if (address.password !== '') address.password = MASK;
  const names = new Set(address.searchParams.keys());
  for (const name of names) if (!PLAIN.has(name)) address.searchParams.set(name, MASK);
  return address.href;
}
