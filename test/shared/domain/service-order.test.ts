import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serviceColourCount, withNewServices } from '../../../src/shared/domain/service-order.ts';

describe('the order of services', () => {
  const names = ['main', 'frontend', 'backend', 'printer', 'clock', 'worker', 'store', 'proxy', 'metrics'];
  /** Which services are there, one moment after the other. */
  const past = fc.array(fc.uniqueArray(fc.constantFrom(...names), { maxLength: names.length }), { maxLength: 12 });

  it('begins with main, then by name, and keeps who is there in their place', () => {
    expect(withNewServices([], ['frontend', 'main', 'backend'])).toEqual(['main', 'backend', 'frontend']);
    expect(withNewServices(['frontend'], ['backend', 'frontend'])).toEqual(['frontend', 'backend']);
    expect(withNewServices(['frontend', 'backend'], ['frontend'])).toEqual(['frontend', 'backend']);
  });
  it('gives a newcomer the place of one that is gone once every colour has been given', () => {
    const all = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(withNewServices(all, ['a', 'c', 'g'])).toEqual(['a', 'g', 'c', 'd', 'e', 'f']);
    expect(withNewServices(all, [...all, 'g'])).toEqual([...all, 'g']);
  });
  it('never moves one that is there, nor one of the first six; those that are there together differ', () => {
    fc.assert(
      fc.property(past, (moments) => {
        let order: string[] = [];
        for (const present of moments) {
          const before = order;
          order = withNewServices(before, present);
          for (const name of before)
            if (present.includes(name) || new Set([...before, ...present]).size <= serviceColourCount)
              expect(order.indexOf(name)).toBe(before.indexOf(name));
          expect(new Set(order).size).toBe(order.length);
          expect(order).toEqual(expect.arrayContaining(present));
          expect(withNewServices(order, present)).toEqual(order);
          // Where more than six were there together before, two that are left of them may share a colour.
          const colours = new Set(present.map((name) => order.indexOf(name) % serviceColourCount));
          if (order.length <= serviceColourCount) expect(colours.size).toBe(present.length);
        }
      }),
    );
  });
});
