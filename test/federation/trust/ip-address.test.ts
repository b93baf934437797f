import { isInRange } from '../../../federation/trust/ip-address';

describe('isInRange', () => {
  it.each<readonly [string, string, boolean]>([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.9.9.9/8', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.3/32', true],
    ['10.1.2.4', '10.1.2.3/32', false],
    ['10.1.2.3', '10.1.2.2/31', true],
    ['255.255.255.255', '0.0.0.0/0', true],
    ['255.255.255.255', '128.0.0.0/1', true],
    ['127.255.255.255', '128.0.0.0/1', false],
    ['::1', '::1', true],
    ['::1', '::/0', true],
    ['::', '::/128', true],
    ['::1', '::/127', true],
    ['::2', '::/127', false],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1', true],
    ['1::', '1:0:0:0:0:0:0:0', true],
    ['::ffff:10.1.2.3', '::ffff:a01:203', true],
    ['1:2:3:4:5:6:10.1.2.3', '1:2:3:4:5:6:a01:203', true],
  ])('%s in %s: %s', (address, range, expected) => {
    expect(isInRange(address, range)).toBe(expected);
  });

  it.each<readonly [string, string]>([
    ['::ffff:10.1.2.3', '10.0.0.0/8'],
    ['10.1.2.3', '::/0'],
  ])('keeps the families apart: %s in %s', (address, range) => {
    expect(isInRange(address, range)).toBe(false);
  });

  it.each([
    '',
    '10.1.2',
    '10.1.2.3.4',
    '10.1.2.256',
    '010.1.2.3',
    '10.1.2.-3',
    '10.1.2.3 ',
    'ten',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    '1:',
    ':1',
    '10.1.2.3::',
    '::10.1.2.3:1',
    '::10.1.2',
  ])('%j is no address and no range', (text) => {
    expect(isInRange(text, '0.0.0.0/0')).toBe(false);
    expect(isInRange(text, '::/0')).toBe(false);
    expect(isInRange('10.1.2.3', text)).toBe(false);
    expect(isInRange('::1', text)).toBe(false);
  });

  it.each(['0.0.0.0/33', '0.0.0.0/', '0.0.0.0/-1', '0.0.0.0/0/0', '0.0.0.0/a', '0.0.0.0/00', '::/129'])(
    '%j is no range',
    (range) => {
      expect(isInRange('10.1.2.3', range)).toBe(false);
      expect(isInRange('::1', range)).toBe(false);
    },
  );
});
