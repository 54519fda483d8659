import ipaddr from 'ipaddr.js';

/** All of the internet that speaks IPv6 (RFC 4291 §2.4); `range` also calls ::7f00:1, which is 127.0.0.1, `unicast`. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** Where Azure's hosts serve keys and settings to their machines: public by its number only. */
const azureHost = '168.63.129.16';

/** Whether connecting to an address can only reach a host on the internet: not this machine, not a network around it. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` reads IPv4-mapped IPv6 (::ffff:7f00:1) as the IPv4 address it is
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv6 ? parsed.match(globalUnicast) : parsed.toString() !== azureHost;
}
