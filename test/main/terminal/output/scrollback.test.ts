import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputText } from '../../../../src/main/terminal/output/output-text.ts';
import { createPrivateModes } from '../../../../src/main/terminal/output/private-modes.ts';
import { createScrollback } from '../../../../src/main/terminal/output/scrollback.ts';

describe('the scrollback', () => {
  it('keeps the last lines, whole', () => {
    const scrollback = createScrollback(1000);
    for (let line = 0; line < 1000; line += 1) scrollback.push(Buffer.from(`\x1b[31mline ${line}\x1b[0m\n`));
    const text = scrollback.text();
    expect(text.endsWith('line 999\x1b[0m\n')).toBe(true);
    expect(text.startsWith('\x1b[31mline ')).toBe(true);
    expect(text.length).toBeGreaterThan(900);
    expect(text.length).toBeLessThanOrEqual(1250);
  });

  it('keeps all of what is shorter than its limit, and one long piece as well as many', () => {
    const scrollback = createScrollback(1000);
    scrollback.push(Buffer.from('no line end'));
    expect(scrollback.text()).toBe('no line end');
    scrollback.push(Buffer.from(`${'x'.repeat(5000)}\n${'y'.repeat(990)}`));
    expect(scrollback.text()).toBe('y'.repeat(990));
  });

  it('keeps what comes from a place on, with something in its front, and what comes then', () => {
    const scrollback = createScrollback(1000);
    scrollback.push(Buffer.from('one\ntwo\n$ '));
    const end = scrollback.end();
    scrollback.keepFrom(end - 2, Buffer.from('modes'));
    expect(scrollback.text()).toBe('modes$ ');
    expect(scrollback.end()).toBe(end);
    scrollback.push(Buffer.from('ls\n'));
    expect(scrollback.kept()).toEqual({ bytes: Buffer.from('modes$ ls\n'), from: end - 7 });
    scrollback.keepFrom(scrollback.end(), Buffer.from(''));
    expect(scrollback.text()).toBe('');
  });

  it('knows the modes that were on where what is kept begins', () => {
    const scrollback = createScrollback(1000);
    const fill = () => scrollback.push(Buffer.from('drawn\n'.repeat(300)));
    scrollback.push(Buffer.from('vi\n\x1b[?1049h\x1b[?1000h'));
    expect(scrollback.front()).toBe('');
    fill();
    expect(scrollback.front()).toBe('\x1b[?1049h\x1b[?1000h');
    // Only what comes later knows of that.
    scrollback.push(Buffer.from('\x1b[?1000l\x1b[?1049l$ '));
    expect(scrollback.front()).toBe('\x1b[?1049h\x1b[?1000h');
    fill();
    expect(scrollback.front()).toBe('');
    scrollback.push(Buffer.from('\x1b[?2004h'));
    fill();
    scrollback.keepFrom(scrollback.end(), Buffer.from('\x1b[?2004h'));
    expect(scrollback.front()).toBe('');
  });

  it('has with its front the modes that all output has, wherever it begins', () => {
    const piece = fc.constantFrom('\x1b[?1049h', '\x1b[?1049l', '\x1b[?1000;2004h', '\x1b[?25l', '\x1bc', 'text', 'a line\n', '\n');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 100 }), (pieces) => {
        const scrollback = createScrollback(200);
        const all = createPrivateModes();
        for (const data of pieces) {
          scrollback.push(Buffer.from(data));
          all.push(outputText(data));
        }
        // Without a line end nothing tells where a switch begins.
        fc.pre(scrollback.kept().from === 0 || scrollback.text().length < 200);
        const drawn = createPrivateModes();
        drawn.push(outputText(scrollback.front() + scrollback.text()));
        for (const mode of [1049, 1000, 2004]) expect(drawn.has(mode)).toBe(all.has(mode));
      }),
    );
  });

  it('is bounded for a program that ends no line', () => {
    const scrollback = createScrollback(1000);
    for (let count = 0; count < 100; count += 1) scrollback.push(Buffer.from('x'.repeat(100)));
    expect(scrollback.text().length).toBeLessThanOrEqual(1250);
  });

  it('is what was pushed, or the end of it after a line end, wherever the pieces are cut', () => {
    const piece = fc.string({
      unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constantFrom('\n', 'é', '→', '🐳', 'a')),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const scrollback = createScrollback(200);
        for (const data of pieces) scrollback.push(Buffer.from(data));
        const all = pieces.join('');
        const kept = scrollback.text();
        expect(all.endsWith(kept)).toBe(true);
        expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(225);
        if (Buffer.byteLength(all) <= 200) expect(kept).toBe(all);
        if (kept !== all && kept.includes('\n')) expect(all.at(-kept.length - 1)).toBe('\n');
      }),
    );
  });
});
