import ipaddr from 'ipaddr.js';

/** What is in reach of a machine although it is of no network of its own: the Azure platform’s own services. */
const OF_THE_PLATFORM: ReadonlySet<string> = new Set(['168.63.129.16']);

/** What stands for the addresses of this machine itself. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** All of IPv6 that is given out to be reached by everybody (RFC 4291); some of it is for other uses. */
const GLOBAL_UNICAST: Range = [ipaddr.IPv6.parse('2000::'), 3];

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Where the service may call: the public internet, and the networks that the deployer names. Everything else is refused,
 * so that nobody can have it call what only it can reach: this machine, its neighbours, the platform's metadata.
 */
export class Networks {
  private readonly named: readonly Range[];

  /** @param named addresses, ranges such as 10.0.0.0/8, and `loopback` */
  constructor(named: readonly string[]) {
    this.named = named.flatMap((part) => (part === 'loopback' ? LOOPBACK : part)).map(rangeOf);
  }

  /** @param address an IP address, as the system writes it */
  holds(address: string): boolean {
    return this.isNamed(address) || isPublic(address);
  }

  /** Whether an address may be called so: what travels in plain text stays within the networks that are named. */
  admits(protocol: string, address: string): boolean {
    return protocol === 'https:' ? this.holds(address) : this.isNamed(address);
  }

  isNamed(address: string): boolean {
    const parsed = ipaddr.process(address);
    return this.named.some((range) => range[0].kind() === parsed.kind() && parsed.match([...range]));
  }
}

/** An address of IPv4 in the clothes of IPv6 counts as what it is. */
function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast' || OF_THE_PLATFORM.has(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || parsed.match([...GLOBAL_UNICAST]);
}

/** So do ranges of them. */
function rangeOf(text: string): Range {
  const [base = '', length] = text.split('/');
  const address = ipaddr.parse(base);
  const plain = ipaddr.process(base);
  const bits = length === undefined ? bitsOf(address) : Number(length);
  const clothes = bitsOf(address) - bitsOf(plain);
  return bits < clothes ? [address, bits] : [plain, bits - clothes];
}

function bitsOf(address: ipaddr.IPv4 | ipaddr.IPv6): number {
  return address.kind() === 'ipv4' ? 32 : 128;
}
