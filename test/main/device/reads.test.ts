import { describe, expect, it } from 'vitest';
import { createReads } from '../../../src/main/device/reads.ts';

/** Reads that end when they are told to. */
function controlled() {
  const begun: { left: AbortSignal; end: (answer: string) => void }[] = [];
  const reads = createReads<string>((left) => new Promise((resolve) => begun.push({ left, end: resolve })));
  return { begun, reads };
}

describe('reads of something that changes', () => {
  it('go on one at a time, and who asks during one gets the next', async () => {
    const { begun, reads } = controlled();
    const first = reads.ask();
    const [second, alsoSecond] = [reads.ask(), reads.ask()];
    expect(begun).toHaveLength(1);
    begun[0]?.end('one');
    expect(await first).toBe('one');
    await expect.poll(() => begun.length).toBe(2);
    begun[1]?.end('two');
    expect(await Promise.all([second, alsoSecond])).toEqual(['two', 'two']);
    await reads.idle();
  });

  it('do not wait for one that hangs when another thing is to be read, nor does who asked before', async () => {
    const { begun, reads } = controlled();
    const [first, second] = [reads.ask(), reads.ask()];
    const other = reads.anew();
    expect(begun.map(({ left }) => left.aborted)).toEqual([true, false]);
    begun[1]?.end('other');
    expect(await Promise.all([first, other])).toEqual(['other', 'other']);
    await expect.poll(() => begun.length).toBe(3);
    begun[2]?.end('next');
    expect(await second).toBe('next');
  });

  it('are still one at a time when one that was left ends late', async () => {
    const { begun, reads } = controlled();
    const first = reads.ask();
    void reads.anew();
    begun[0]?.end('late');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const next = reads.ask();
    expect(begun).toHaveLength(2);
    begun[1]?.end('other');
    // What was left is no answer, not even to who asked for it.
    expect(await first).toBe('other');
    await expect.poll(() => begun.length).toBe(3);
    begun[2]?.end('next');
    expect(await next).toBe('next');
  });
});
