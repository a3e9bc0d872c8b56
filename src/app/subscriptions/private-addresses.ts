import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Networks that lie behind this server, not in the world (RFC 6890): nobody who subscribes gets requests sent there. */
const NETWORKS = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
] as const;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

const blocked = new BlockList();
for (const [network, prefix, family] of NETWORKS) blocked.addSubnet(network, prefix, family);

/** Whether an address is one of a network behind this server. */
export function isPrivate(address: string): boolean {
  const plain = MAPPED.exec(address)?.[1] ?? address;
  return blocked.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

/** Looks a name up and refuses private addresses: what is checked is what is connected to. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '');
    const allowed = addresses.filter(({ address }) => !isPrivate(address));
    const [first] = allowed;
    if (first === undefined) return callback(new Error(`${hostname} leads to a private address, where nothing is sent`), '');
    return options.all === true ? callback(null, allowed) : callback(null, first.address, first.family);
  });
};

/** What is wrong with an address that deliveries shall go to; null when nothing is. */
export function destinationFault(dest: string, allowsPrivate: boolean): string | null {
  const url = URL.parse(dest);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'is no http or https address';
  if (url.username !== '' || url.password !== '') return 'holds a name or a password: use signatureToken';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isInside = (isIP(host) !== 0 && isPrivate(host)) || host === 'localhost' || host.endsWith('.localhost');
  return isInside && !allowsPrivate ? 'is a private address, where nothing is sent' : null;
}
