import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromFirstCommand, piecesOf } from '../../../../src/main/terminal/run/pieces.ts';
import type { TerminalSession } from '../../../../src/main/terminal/session/session.ts';
import type { ShellKind } from '../../../../src/main/terminal/shells/shells.ts';
import { installedShell } from '../support/session.ts';

const at = (shell: ShellKind, shellFile?: string, kind: 'laptop' | 'host-os' = 'laptop') =>
  ({ target: { kind }, shell, shellFile }) as TerminalSession;

describe('the pieces of a block', () => {
  it.each(['bash', 'zsh'] as const)('are its lines in %s', async (shell) => {
    expect(await piecesOf(at(shell), 'one\n\ntwo \\\nthree')).toEqual(['one', '', 'two \\', 'three']);
  });

  it('are its lines behind SSH', async () => {
    expect(await piecesOf(at('other', undefined, 'host-os'), 'one\ntwo')).toEqual(['one', 'two']);
  });

  it('is all of it in a shell that nobody can ask', async () => {
    expect(await piecesOf(at('powershell'), 'one\ntwo')).toEqual(['one\ntwo']);
    expect(await piecesOf(at('fish', '/no/such/fish'), 'one\ntwo')).toEqual(['one\ntwo']);
  });
});

const fish = installedShell('fish')?.file;

describe.skipIf(fish === undefined)('the pieces of a block in fish', () => {
  it.each([
    ['one command a line', ['echo one', 'false', '', '# a remark', 'echo "two"']],
    ['what has an end', ['for x in 1 2\n  echo $x\nend', 'if true\n  begin\n    echo\n  end\nend', 'echo']],
    ['open quotes', ['echo "one\ntwo"', "echo 'three\n\nfour'", 'echo']],
    ['lines that go on', ['echo one \\\n  two', 'echo one |\n  cat', 'true &&\n  echo', 'echo one\\\\', 'echo']],
    ['what it cannot read, and all behind it', ['echo one', 'echo )\necho two']],
    ['a here-document, which it has not', ['echo one', 'cat <<END\none\nEND']],
  ])('are its statements: %s', async (_name, pieces) => {
    expect(await piecesOf(at('fish', fish), pieces.join('\n'))).toEqual(pieces);
  });

  it('run nothing yet', async () => {
    expect(await piecesOf(at('fish', fish), 'exit 1\nkill $fish_pid')).toEqual(['exit 1', 'kill $fish_pid']);
  });

  it('are the whole block, whatever it holds', async () => {
    const line = fc.oneof(fc.constantFrom('echo a', 'if true', 'end', 'echo "', "'", 'b \\', '', '# c', 'a |', '(', ')'), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 2, maxLength: 6 }), async (lines) => {
        const text = lines.join('\n');
        expect((await piecesOf(at('fish', fish), text)).join('\n')).toBe(text);
      }),
      { numRuns: 30 },
    );
  });
});

describe('what is typed next', () => {
  it('is the first command, without what is none before it', () => {
    expect(fromFirstCommand(['', '  # a remark', 'echo', '', '# another'])).toEqual(['echo', '', '# another']);
    expect(fromFirstCommand(['', '#'])).toEqual([]);
    expect(fromFirstCommand(['# first of a whole\necho'])).toEqual(['# first of a whole\necho']);
  });
});
