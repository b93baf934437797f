/** An address as a number, with the bits that its family has. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/**
 * Whether an address is in a range; a range without a prefix length is one address. IPv4 and IPv6 never match each other,
 * and what is neither matches nothing. Source: the IAM user guide, «IP address condition operators».
 */
export const isInRange = (address: string, range: string): boolean => {
  const [base = '', length, ...more] = range.split('/');
  const one = parseAddress(address);
  const network = parseAddress(base);
  if (one === undefined || network?.bits !== one.bits || more.length > 0) return false;
  const prefix = length === undefined ? network.bits : decimal(length, network.bits);
  if (prefix === undefined) return false;
  const ignored = BigInt(network.bits - prefix);
  return one.value >> ignored === network.value >> ignored;
};

const parseAddress = (text: string): Address | undefined => {
  const [bits, parts] = text.includes(':') ? ([128, ipv6Parts(text)] as const) : ([32, ipv4Parts(text)] as const);
  if (parts === undefined) return undefined;
  const width = BigInt(bits / parts.length);
  return { bits, value: parts.reduce((sum, part) => (sum << width) + BigInt(part), 0n) };
};

const ipv4Parts = (text: string): readonly number[] | undefined => {
  const parts = text.split('.').map((part) => decimal(part, 255));
  return parts.length === 4 && parts.every((part) => part !== undefined) ? parts : undefined;
};

/** Eight groups; `::` stands, once, for as many zeros as are left out, and IPv4 may be written at the end. */
const ipv6Parts = (text: string): readonly number[] | undefined => {
  const [head = '', tail, ...more] = text.split('::');
  const before = groups(head, tail === undefined);
  const after = groups(tail ?? '', true);
  if (before === undefined || after === undefined || more.length > 0) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...before, ...Array.from({ length: missing }, () => 0), ...after];
};

const groups = (text: string, atEnd: boolean): readonly number[] | undefined => {
  if (text === '') return [];
  const written = text.split(':');
  const last = written.at(-1) ?? '';
  const embedded = atEnd && last.includes('.') ? ipv4Parts(last) : [];
  if (embedded === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = embedded;
  const parts = embedded.length > 0 ? written.slice(0, -1) : written;
  return parts.every((part) => /^[\da-f]{1,4}$/i.test(part))
    ? [...parts.map((part) => parseInt(part, 16)), ...(embedded.length > 0 ? [a * 256 + b, c * 256 + d] : [])]
    : undefined;
};

/** A number without leading zeros: with them, some read it as octal. */
const decimal = (text: string, max: number): number | undefined =>
  /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= max ? Number(text) : undefined;
