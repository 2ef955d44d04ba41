import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPromptPlaces } from '../../../src/main/terminal/prompt-places.ts';
import { createScrollback } from '../../../src/main/terminal/scrollback.ts';

describe('where prompts stand', () => {
  it('is behind each one, in characters of what is kept, whatever was let go of before it', () => {
    const output = fc.string({ unit: fc.constantFrom('\n', 'é', '🐳', 'a'), maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(output, fc.option(fc.nat(255), { nil: undefined })), { maxLength: 30 }), (commands) => {
        const scrollback = createScrollback(200);
        const places = createPromptPlaces();
        for (const [index, [text, exitCode]] of commands.entries()) {
          scrollback.push(Buffer.from(`${index}$ `));
          places.prompt(scrollback.end(), true);
          scrollback.push(Buffer.from(text));
          if (exitCode !== undefined) places.ended(exitCode);
        }
        const { bytes, from } = scrollback.kept();
        const kept = bytes.toString();
        const told = places.within(bytes, from).map(({ at, exitCode }) => {
          const index = Number(/(?:^|\D)(\d+)\$ $/.exec(kept.slice(0, at))?.[1]);
          expect(exitCode).toBe(commands[index]?.[1]);
          return index;
        });
        const shown = [...kept.matchAll(/(\d+)\$ /g)].map((match) => Number(match[1]));
        // What is cut off at the begin may leave the end of a prompt.
        expect(told.slice(-shown.length)).toEqual(shown.slice(-told.length));
        expect(shown.length - told.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is where a prompt that is drawn anew stands last', () => {
    const places = createPromptPlaces();
    places.prompt(2, true);
    places.ended(1);
    places.prompt(8, true);
    places.prompt(12, false);
    const kept = Buffer.from('$ fails\n$ \r   $ ');
    expect(places.within(kept, 0)).toEqual([{ at: 2, exitCode: 1 }, { at: 12 }]);
  });
});
