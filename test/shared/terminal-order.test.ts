import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, movedBefore, placedBehind } from '../../src/shared/terminal-order.ts';

const order = fc.uniqueArray(fc.stringMatching(/^[a-z]$/), { minLength: 1, maxLength: 12 });
/** An order with one id of it, and another one or the end. */
const move = order.chain((ids) => fc.tuple(fc.constant(ids), fc.constantFrom(...ids), fc.constantFrom(...ids, undefined)));
const without = (ids: readonly string[], id: string) => ids.filter((one) => one !== id);

describe('a tab that is moved', () => {
  it('is right before the other one, or last, and nothing else changes its order', () => {
    fc.assert(
      fc.property(move, ([ids, id, before]) => {
        const moved = movedBefore(ids, id, before);
        expect(without(moved, id)).toEqual(without(ids, id));
        expect(moved).toHaveLength(ids.length);
        const next = moved[moved.indexOf(id) + 1];
        expect(next).toBe(before === id ? ids[ids.indexOf(id) + 1] : before);
      }),
    );
  });

  it('is back where it was after it was moved back', () => {
    fc.assert(
      fc.property(move, ([ids, id, before]) => {
        const back = ids[ids.indexOf(id) + 1];
        expect(movedBefore(movedBefore(ids, id, before), id, back)).toEqual(ids);
      }),
    );
  });

  it('stays where it, or the other one, was closed meanwhile', () => {
    expect(movedBefore(['a', 'b'], 'gone', 'a')).toEqual(['a', 'b']);
    expect(movedBefore(['a', 'b'], 'b', 'gone')).toEqual(['a', 'b']);
  });
});

describe('a tab that comes back', () => {
  it('is where it was, whichever of the others were closed and however many came behind them', () => {
    const closing = order.chain((ids) => fc.tuple(fc.constant(ids), fc.constantFrom(...ids), fc.subarray(ids)));
    fc.assert(
      fc.property(closing, ([ids, id, gone]) => {
        const former = ids.slice(0, ids.indexOf(id));
        const left = without(ids, id).filter((one) => !gone.includes(one));
        const back = placedBehind([...left, 'new'], id, former);
        expect(back).toEqual([...ids.filter((one) => one === id || !gone.includes(one)), 'new']);
      }),
    );
  });

  it('follows the tab that was moved from before it to the end', () => {
    expect(placedBehind(['c', 'a'], 'b', ['a'])).toEqual(['c', 'a', 'b']);
  });
});

it('puts what is known into the order, and the rest behind that as it came', () => {
  const items = (ids: string) => Array.from(ids, (id) => ({ id }));
  expect(inOrder(items('xaybc'), ['c', 'gone', 'b', 'a'])).toEqual(items('cbaxy'));
});
