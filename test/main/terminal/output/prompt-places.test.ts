import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPromptPlaces } from '../../../../src/main/terminal/output/prompt-places.ts';
import { createScrollback } from '../../../../src/main/terminal/output/scrollback.ts';

describe('where prompts stand', () => {
  it('is behind each one, in characters of what is kept, whatever was let go of before it', () => {
    const output = fc.string({ unit: fc.constantFrom('\n', 'é', '🐳', 'a'), maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(output, fc.option(fc.nat(255), { nil: undefined })), { maxLength: 30 }), (commands) => {
        const scrollback = createScrollback(200);
        const places = createPromptPlaces();
        for (const [index, [text, exitCode]] of commands.entries()) {
          scrollback.push(Buffer.from(`${index}$ `));
          places.prompt(scrollback.end());
          places.sent(scrollback.end());
          scrollback.push(Buffer.from(text));
          if (exitCode !== undefined) places.ended(scrollback.end(), { exitCode });
        }
        const { bytes, from } = scrollback.kept();
        const kept = bytes.toString();
        const told = places.within(bytes, from).map(({ at, sentAt, endedAt, exitCode }) => {
          const index = Number(/(?:^|\D)(\d+)\$ $/.exec(kept.slice(0, at))?.[1]);
          expect(exitCode).toBe(commands[index]?.[1]);
          if (endedAt !== undefined) expect(kept.slice(sentAt, endedAt)).toBe(commands[index]?.[0]);
          return index;
        });
        const shown = [...kept.matchAll(/(\d+)\$ /g)].map((match) => Number(match[1]));
        // What is cut off at the begin may leave the end of a prompt.
        expect(told.slice(-shown.length)).toEqual(shown.slice(-told.length));
        expect(shown.length - told.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is where a prompt at which nothing was sent stands last: drawn anew, or after an empty line', () => {
    const places = createPromptPlaces();
    places.prompt(2);
    const time = { beganAt: 1_764_590_400_000, milliseconds: 350 };
    places.sent(8);
    places.ended(8, { exitCode: 1, time });
    places.prompt(10);
    expect(places.waiting()).toBe(10);
    places.prompt(14);
    expect(places.within(Buffer.from('$ fails\n$ \r  $ '), 0)).toEqual([{ at: 2, sentAt: 8, endedAt: 8, exitCode: 1, time }, { at: 14 }]);
  });

  it('is told no end of a command that was not sent there', () => {
    const places = createPromptPlaces();
    places.prompt(2);
    places.ended(2, { exitCode: 1 });
    places.sent(3);
    places.giveUp();
    places.ended(3, { exitCode: 2 });
    expect(places.within(Buffer.from('$ x'), 0)).toEqual([{ at: 2, sentAt: 3 }]);
    expect(places.waiting()).toBeUndefined();
  });

  it('comes back with the text of an earlier run', () => {
    const places = createPromptPlaces();
    const prompts = [{ at: 4, sentAt: 7, endedAt: 7, exitCode: 0 }, { at: 11 }];
    places.load('é $ ls\n🐳$ ', prompts);
    expect(places.within(Buffer.from('é $ ls\n🐳$ '), 0)).toEqual(prompts);
    places.forgetBefore(6);
    expect(places.within(Buffer.from('é $ ls\n🐳$ '), 0)).toEqual(prompts.slice(1));
  });
});
