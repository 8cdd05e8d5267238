import { isIP } from 'node:net';

/** Whether a host name or address, with or without a port, is this machine's own by definition. */
export function isLoopbackName(host: string): boolean {
  const name = nameOf(host.toLowerCase());
  if (isIP(name) === 4) return name.startsWith('127.');
  return name === '::1' || name === 'localhost' || name.endsWith('.localhost');
}

/** The name without a port. An IPv6 address with a port stands in brackets. */
function nameOf(host: string): string {
  const [, bracketed] = /^\[(.*)\](?::\d+)?$/.exec(host) ?? [];
  if (bracketed !== undefined) return bracketed;
  return isIP(host) === 6 ? host : host.replace(/:\d+$/, '');
}
