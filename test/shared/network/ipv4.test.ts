import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, formatAddress, formatSubnet, overlap, parseAddress, parseSubnet, size } from '../../../src/shared/network/ipv4.ts';

const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const subnet = fc.record({ address, prefix: fc.integer({ min: 0, max: 32 }) });

describe('addresses', () => {
  it('are read as they are written', () => {
    fc.assert(
      fc.property(address, (number) => {
        expect(parseAddress(formatAddress(number))).toBe(number);
      }),
    );
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(formatAddress(parseAddress(text) ?? -1)).toBe(text);
      }),
    );
  });

  it.each(['', '1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', '1.2.3.004', ' 1.2.3.4', '1.2.3.x', 'backend'])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('subnets', () => {
  it('are read as they are written, without host bits', () => {
    fc.assert(
      fc.property(subnet, (one) => {
        const parsed = parseSubnet(`${formatAddress(one.address)}/${String(one.prefix)}`);
        if (parsed === undefined) throw new Error('not read');
        expect(contains(parsed, one.address)).toBe(true);
        expect(parsed.base % size(parsed)).toBe(0);
        expect(parseSubnet(formatSubnet(parsed))).toEqual(parsed);
      }),
    );
  });

  it('hold exactly what lies between their edges', () => {
    fc.assert(
      fc.property(subnet, address, (one, other) => {
        const parsed = parseSubnet(`${formatAddress(one.address)}/${String(one.prefix)}`);
        if (parsed === undefined) throw new Error('not read');
        // Two addresses are in one subnet when their first bits are the same.
        const bits = (number: number) => number.toString(2).padStart(32, '0').slice(0, one.prefix);
        expect(contains(parsed, other)).toBe(bits(other) === bits(one.address));
      }),
    );
  });

  it('overlap when one holds the other, whichever is asked first', () => {
    fc.assert(
      fc.property(subnet, subnet, (left, right) => {
        const [a, b] = [left, right].map((one) => parseSubnet(`${formatAddress(one.address)}/${String(one.prefix)}`));
        if (a === undefined || b === undefined) throw new Error('not read');
        expect(overlap(a, b)).toBe(contains(a, b.base) || contains(b, a.base));
        expect(overlap(a, b)).toBe(overlap(b, a));
        expect(overlap(a, a)).toBe(true);
      }),
    );
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0/8', '/8', '10.0.0.0/'])('%j is none', (text) => {
    expect(parseSubnet(text)).toBeUndefined();
  });
});
