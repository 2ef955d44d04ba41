import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputText } from '../../../../src/main/terminal/output/output-text.ts';
import { createMarkParser, type ShellEvent } from '../../../../src/main/terminal/prompt/shell-marks.ts';

const secret = 'abc123';
const mark = (content: string, end = '\x07') => `\x1b]133;${content};fleetlab=${secret}${end}`;
const folder = (value: string) => `\x1b]633;P;Cwd=${value};fleetlab=${secret}\x07`;

type Told = Exclude<ShellEvent, OutputText> | { kind: 'text'; data: string };

function parse(chunks: readonly (string | Buffer)[]): Told[] {
  const parser = createMarkParser(secret);
  return join(chunks.flatMap((chunk) => parser.push(Buffer.from(chunk))));
}

/** Neighbouring texts as one: where output is cut into chunks has no meaning. */
function join(events: readonly ShellEvent[]): Told[] {
  const joined: Told[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (event.kind !== 'text') joined.push(event);
    else
      joined.splice(last?.kind === 'text' ? -1 : joined.length, 1, {
        kind: 'text',
        data: (last?.kind === 'text' ? last.data : '') + event.data,
      });
  }
  return joined;
}

describe('marks', () => {
  it('are read and taken out of the text', () => {
    const output = `${mark('D;3')}${folder('/home/a\\x3bb\\\\c')}${mark('A')}$ ${mark('B', '\x1b\\')}ls\r\n${mark('C')}file\r\n${mark('D')}`;
    expect(parse([output])).toEqual([
      { kind: 'command-end', exitCode: 3 },
      { kind: 'folder', path: '/home/a;b\\c' },
      { kind: 'prompt-start' },
      { kind: 'text', data: '$ ' },
      { kind: 'prompt-end' },
      { kind: 'text', data: 'ls\r\n' },
      { kind: 'command-start' },
      { kind: 'text', data: 'file\r\n' },
      { kind: 'command-end', exitCode: undefined },
    ]);
  });

  it('tell the exit code with the prompt, where the shell can', () => {
    expect(parse([mark('A;3'), mark('A;%?')])).toEqual([{ kind: 'prompt-start', exitCode: 3 }, { kind: 'prompt-start' }]);
  });

  it.each([
    '\x1b]133;A\x07',
    '\x1b]133;D;0;fleetlab=other\x07',
    '\x1b]133;D;0;fleetlab=abc1234\x07',
    `\x1b]133;X;fleetlab=${secret}\x07`,
    `\x1b]133;D;99999999999;fleetlab=${secret}\x07`,
    '\x1b]633;P;Cwd=/etc\x07',
    '\x1b]633;P;Cwd=/etc;fleetlab=\x07',
    `\x1b]633;E;rm -rf ~;fleetlab=${secret}\x07`,
    `\x1b]133;D;0;fleetlab=${secret};fleetlab=other\x07`,
    `\x9d133;A;fleetlab=${secret}\x9c`,
    `\x1b]7;file://elsewhere/etc\x07`,
    '\x1b]0;title\x07',
    '\x1b[31mred\x1b[0m',
    `\x1b]133;A\x1b[1m;fleetlab=${secret}\x07`,
  ])('of others are text: %j', (output) => expect(parse([output])).toEqual([{ kind: 'text', data: output }]));

  it('that never end become text instead of holding the output back', () => {
    const endless = `\x1b]133;${'x'.repeat(40_000)}`;
    expect(parse([endless])).toEqual([{ kind: 'text', data: endless }]);
  });

  it('tell the folder in its own script', () => {
    expect(parse([folder('/home/Jürgen/漢字')])).toEqual([{ kind: 'folder', path: '/home/Jürgen/漢字' }]);
  });

  it('are found in what is no text, which is shown as such', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0x41, 0xe2, 0x82]), Buffer.from(mark('A')), Buffer.from([0xe2, 0x82, 0xac, 0xc3])]);
    expect(parse([bytes, Buffer.from([0xa9])])).toEqual([
      { kind: 'text', data: '\ufffdA\ufffd' },
      { kind: 'prompt-start' },
      { kind: 'text', data: '€é' },
    ]);
  });

  const piece = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      '\x1b',
      '\x1b]',
      '\x1b]133;',
      '\x07',
      '\x1b\\',
      '\r\n',
      '\x1b]133;A\x07',
      '\x1b]633;P;Cwd=',
      mark('A'),
      mark('B'),
      mark('C'),
      mark('D;127'),
      folder('/a'),
    ),
  );
  const output = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  it('do not depend on where the output is cut', () => {
    fc.assert(
      fc.property(output, fc.array(fc.nat({ max: 200 })), (text, cuts) => {
        const bytes = Buffer.from(text);
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((one, other) => one - other), bytes.length];
        const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
        // A complete escape sequence at the end lets go of what is still kept.
        const end = '\x1b[0m';
        expect(parse([...chunks, end])).toEqual(parse([text, end]));
      }),
      { numRuns: 10_000 },
    );
  });

  it('lose no text', () => {
    fc.assert(
      fc.property(output, (text) => {
        const end = '\x1b[0m';
        const shown = parse([text, end]).flatMap((event) => (event.kind === 'text' ? [event.data] : []));
        const expected = [mark('A'), mark('B'), mark('C'), mark('D;127'), folder('/a')].reduce(
          (rest, known) => rest.replaceAll(known, ''),
          text + end,
        );
        // A mark inside the remains of another one (`ESC ]133;` twice) is found only once the first is given up; no mark may hide text.
        expect(shown.join('').replaceAll(/\x1b\]133;[ABC];fleetlab=abc123\x07/g, '')).toBe(expected);
      }),
    );
  });
});
