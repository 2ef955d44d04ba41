import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../../../src/practice/engine/dockerfile/parse.ts';
import { expandText, expandWord } from '../../../../src/practice/engine/dockerfile/substitute.ts';
import { splitWords } from '../../../../src/practice/engine/dockerfile/words.ts';
import { BuildError } from '../../../../src/practice/engine/engine.ts';

function instructions(text: string) {
  return parseDockerfile(text).stages[0]?.instructions ?? [];
}

function problem(text: string): { message: string; line: number | undefined } {
  try {
    parseDockerfile(text);
  } catch (error) {
    if (error instanceof BuildError) return { message: error.message, line: error.line };
  }
  throw new Error('parsed');
}

describe('parseDockerfile', () => {
  it('reads the first lesson’s file', () => {
    const file = parseDockerfile('FROM debian:trixie-slim\n\nCMD ["bash", "-c", "echo Hello && sleep 5"]\n');
    expect(file.stages).toHaveLength(1);
    expect(file.stages[0]?.from).toMatchObject({ image: 'debian:trixie-slim', line: 1, text: 'FROM debian:trixie-slim' });
    expect(file.stages[0]?.instructions).toEqual([
      {
        keyword: 'CMD',
        line: 3,
        text: 'CMD ["bash", "-c", "echo Hello && sleep 5"]',
        command: { form: 'exec', arguments: ['bash', '-c', 'echo Hello && sleep 5'] },
      },
    ]);
  });

  it('joins continued lines without comments and empty lines', () => {
    const [run, command] = instructions('FROM a\nRUN one && \\\n# why\n\n    two \\\n  && three\nCMD four\n');
    expect(run).toMatchObject({ line: 2, command: { form: 'shell', script: 'one &&     two   && three' } });
    expect(command).toMatchObject({ line: 7, command: { form: 'shell', script: 'four' } });
  });

  it('obeys the escape directive, Windows line ends and a byte order mark', () => {
    const [run] = instructions('\uFEFF# escape=`\r\nFROM a\r\nRUN one `\r\n  two C:\\\r\n');
    expect(run).toMatchObject({ command: { script: 'one   two C:\\' } });
  });

  it('takes a broken JSON array for the shell form', () => {
    expect(instructions("FROM a\nCMD ['sleep', '5']")[0]).toMatchObject({ command: { form: 'shell', script: "['sleep', '5']" } });
  });

  it('reads names and values in both forms', () => {
    const [pairs, old, label] = instructions('FROM a\nENV A=1 B="two words" C=$A\nENV D the whole rest\nLABEL "x y"=z');
    expect(pairs).toMatchObject({
      pairs: [
        { name: 'A', value: '1' },
        { name: 'B', value: '"two words"' },
        { name: 'C', value: '$A' },
      ],
    });
    expect(old).toMatchObject({ pairs: [{ name: 'D', value: 'the whole rest' }] });
    expect(label).toMatchObject({ pairs: [{ name: '"x y"', value: 'z' }] });
  });

  it('reads stages, arguments before FROM, and copies between stages', () => {
    const file = parseDockerfile(
      'ARG V=1\nFROM a:$V AS Build\nFROM --platform=linux/amd64 b\nCOPY --from=build --chown=1:2 --chmod=755 ["x y", "/z/"]\n',
    );
    expect(file.globalArguments).toMatchObject([{ arguments: [{ name: 'V', value: '1' }] }]);
    expect(file.stages.map((stage) => [stage.name, stage.from.image])).toEqual([
      ['build', 'a:$V'],
      [undefined, 'b'],
    ]);
    expect(file.stages[1]?.instructions[0]).toMatchObject({
      from: 'build',
      owner: '1:2',
      mode: '755',
      sources: ['x y'],
      destination: '/z/',
    });
  });

  it('reads the health check in its forms, with times in milliseconds', () => {
    const [shell, exec, none] = instructions(
      'FROM a\nHEALTHCHECK --interval=1m30s --timeout=500ms --start-period=5s --retries=4 CMD curl -f http://localhost/ || exit 1\nHEALTHCHECK cmd ["probe", "x y"]\nHEALTHCHECK none\n',
    );
    expect(shell).toMatchObject({
      healthcheck: {
        test: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'],
        interval: 90_000,
        timeout: 500,
        startPeriod: 5000,
        retries: 4,
      },
    });
    expect(exec).toMatchObject({ healthcheck: { test: ['CMD', 'probe', 'x y'] } });
    expect(none).toMatchObject({ healthcheck: { test: ['NONE'] } });
  });

  it('keeps what ONBUILD triggers as one line', () => {
    expect(instructions('FROM a\nONBUILD run echo one \\\n  two\n')[0]).toMatchObject({
      keyword: 'ONBUILD',
      trigger: 'RUN echo one   two',
    });
  });

  it('reads the mounts of RUN, and the flags that change nothing here', () => {
    const [run] = instructions(
      'FROM a\nRUN --mount=type=cache,target=/c,sharing=locked --mount=from=build,source=/s,target=b,rw --network=none --security=sandbox echo\n',
    );
    expect(run).toMatchObject({
      mounts: [
        { type: 'cache', target: '/c', isReadOnly: false },
        { type: 'bind', target: 'b', from: 'build', source: '/s', isReadOnly: false },
      ],
      command: { form: 'shell', script: 'echo' },
    });
    expect(instructions('FROM a\nRUN --mount=target=/x ls\n')[0]).toMatchObject({
      mounts: [{ type: 'bind', isReadOnly: true, source: '/' }],
    });
  });

  it('takes a syntax directive for a comment, and only the first lines for directives', () => {
    expect(parseDockerfile('# syntax=docker/dockerfile:1\n# escape=`\nFROM a\n').escape).toBe('`');
    expect(parseDockerfile('FROM a\n# escape=`\n').escape).toBe('\\');
  });

  it('reads several here-documents of one instruction', () => {
    const [run, copy] = instructions(
      'FROM a\nRUN cat <<ONE > /1 && cat <<TWO > /2\nfirst\nONE\nsecond\nTWO\nCOPY <<a <<"b" /dir/\nA\na\nB\nb\n',
    );
    expect(run).toMatchObject({ command: { script: 'cat <<ONE > /1 && cat <<TWO > /2\nfirst\nONE\nsecond\nTWO\n' } });
    expect(copy).toMatchObject({
      documents: [
        { name: 'a', content: 'A\n', expands: true },
        { name: 'b', content: 'B\n', expands: false },
      ],
      destination: '/dir/',
    });
  });

  it('reads here-documents of RUN and COPY', () => {
    const [run, copy, pipe] = instructions(
      'FROM a\nRUN <<EOF\necho one\nFROM inside\nEOF\nCOPY <<"END" /greeting\nHello $NAME\nEND\nRUN cat <<-X > /y\n\ttext\nX\n',
    );
    expect(run).toMatchObject({ command: { form: 'shell', script: 'echo one\nFROM inside\n' } });
    expect(copy).toMatchObject({
      sources: [],
      documents: [{ name: 'END', content: 'Hello $NAME\n', expands: false }],
      destination: '/greeting',
    });
    expect(pipe).toMatchObject({ command: { script: 'cat <<-X > /y\ntext\nX\n' } });
  });

  it.each([
    ['', 'the Dockerfile (Dockerfile) cannot be empty', undefined],
    ['# only a comment\n', 'failed to parse Dockerfile: file with no instructions', undefined],
    ['FROM a\n\nRUNN echo\n', 'dockerfile parse error line 3: unknown instruction: RUNN', 3],
    ['RUN echo\nFROM a\n', 'no build stage in current context', 1],
    ['ARG A=1\n', 'no build stage in current context', 1],
    ['FROM\n', 'dockerfile parse error line 1: FROM requires either one or three arguments', 1],
    [
      'FROM a AS 1\n',
      `dockerfile parse error line 1: invalid name for build stage: "1", name can't start with a number or contain symbols`,
      1,
    ],
    ['FROM a\nCMD\n', 'dockerfile parse error line 2: CMD requires at least one argument', 2],
    ['FROM a\nENV\n', 'dockerfile parse error line 2: ENV requires at least one argument', 2],
    ['FROM a\nENV A\n', 'dockerfile parse error line 2: ENV must have two arguments', 2],
    ['FROM a\nENV A=1 B\n', `dockerfile parse error line 2: Syntax error - can't find = in "B". Must be of the form: name=value`, 2],
    ['FROM a\nWORKDIR\n', 'dockerfile parse error line 2: WORKDIR requires exactly one argument', 2],
    [
      'FROM a\nCOPY x\n',
      'dockerfile parse error line 2: COPY requires at least two arguments, but only one was provided. Destination could not be determined',
      2,
    ],
    ['FROM a\nCOPY --form=x y z\n', 'dockerfile parse error line 2: Unknown flag: form', 2],
    ['FROM a\nCOPY --from y z\n', 'dockerfile parse error line 2: Missing a value on flag: from', 2],
    ['FROM a\nCOPY --from=a --from=b y z\n', 'dockerfile parse error line 2: Duplicate flag specified: from', 2],
    ['FROM a\nSHELL bash\n', 'dockerfile parse error line 2: SHELL requires the arguments to be in JSON form', 2],
    ['FROM a\nHEALTHCHECK\n', 'dockerfile parse error line 2: HEALTHCHECK requires at least one argument', 2],
    ['FROM a\nHEALTHCHECK curl x\n', 'dockerfile parse error line 2: Unknown type "CURL" in HEALTHCHECK (try CMD)', 2],
    ['FROM a\nHEALTHCHECK CMD\n', 'dockerfile parse error line 2: Missing command after HEALTHCHECK CMD', 2],
    ['FROM a\nHEALTHCHECK NONE x\n', 'dockerfile parse error line 2: HEALTHCHECK NONE takes no arguments', 2],
    ['FROM a\nHEALTHCHECK --interval=soon CMD x\n', 'dockerfile parse error line 2: time: invalid duration "soon"', 2],
    ['FROM a\nHEALTHCHECK --timeout=1us CMD x\n', 'dockerfile parse error line 2: Interval "timeout" cannot be less than 1ms', 2],
    ['FROM a\nHEALTHCHECK --retries=0 CMD x\n', 'dockerfile parse error line 2: --retries must be at least 1 (not 0)', 2],
    ['FROM a\nONBUILD\n', 'dockerfile parse error line 2: ONBUILD requires at least one argument', 2],
    ['FROM a\nONBUILD onbuild RUN x\n', "dockerfile parse error line 2: Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed", 2],
    ['FROM a\nONBUILD FROM b\n', "dockerfile parse error line 2: FROM isn't allowed as an ONBUILD trigger", 2],
    ['FROM a\nONBUILD MAINTAINER b\n', "dockerfile parse error line 2: MAINTAINER isn't allowed as an ONBUILD trigger", 2],
    ['FROM a\nONBUILD RUNN b\n', 'dockerfile parse error line 2: unknown instruction: RUNN', 2],
    [
      'FROM a\nRUN --mount=type=secret,id=x y\n',
      'dockerfile parse error line 2: RUN --mount=type=secret is not supported on the practice device',
      2,
    ],
    ['FROM a\nRUN --mount=type=cloud,target=/x y\n', 'dockerfile parse error line 2: unsupported mount type "cloud"', 2],
    ['FROM a\nRUN --mount=type=cache y\n', 'dockerfile parse error line 2: invalid mount: target is required', 2],
    ['FROM a\nRUN --mount=target=/x,colour=red y\n', "dockerfile parse error line 2: unexpected key 'colour' in 'target=/x,colour=red'", 2],
    ['FROM a\nRUN --network=moon y\n', 'dockerfile parse error line 2: invalid network mode: moon', 2],
    [
      'FROM a\nRUN --security=insecure y\n',
      'dockerfile parse error line 2: RUN --security=insecure is not supported on the practice device',
      2,
    ],
    [
      'FROM a\nADD https://example.com/x /\n',
      'dockerfile parse error line 2: ADD from a URL (https://example.com/x) is not supported on the practice device',
      2,
    ],
  ])('refuses %j', (text, message, line) => {
    expect(problem(text)).toEqual({ message, line });
  });

  it('ends in a file or a BuildError for any text', () => {
    const piece = fc.constantFrom(
      'FROM a',
      'RUN ',
      'CMD ["',
      '\\',
      '\n',
      '<<EOF',
      'EOF',
      '# ',
      '"',
      "'",
      '$',
      '${',
      'ENV A=',
      'COPY --from=',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 20 }), (pieces) => {
        try {
          return parseDockerfile(pieces.join('')).stages.length > 0;
        } catch (error) {
          return error instanceof BuildError;
        }
      }),
    );
  });
});

describe('expandWord', () => {
  const variables = new Map([
    ['A', 'one'],
    ['EMPTY', ''],
  ]);
  const lookUp = (name: string): string | undefined => variables.get(name);

  it.each([
    ['$A/x', 'one/x'],
    ['${A}x', 'onex'],
    ['$NONE.', '.'],
    ['${NONE:-two}', 'two'],
    ['${EMPTY:-two}', 'two'],
    ['${EMPTY-two}', ''],
    ['${A:+set}', 'set'],
    ['${EMPTY:+set}', ''],
    ['${EMPTY+set}', 'set'],
    ['${NONE:-${A}$A}', 'oneone'],
    ['"two $A" and \'$A\'', 'two one and $A'],
    ['\\$A', '$A'],
    ['"a\\b\\"c"', 'a\\b"c'],
    ['a\\ b', 'a b'],
    ['cost: 5$', 'cost: 5$'],
  ])('%s is %s', (word, value) => {
    expect(expandWord(word, lookUp, '\\')).toBe(value);
  });

  it.each(['${A^}', '${', '"open', "'open", '${NONE:?is missing}', '${A:-open'])('refuses %s', (word) => {
    expect(() => expandWord(word, lookUp, '\\')).toThrow(/^failed to process/);
  });

  it('leaves quotes of a here-document alone', () => {
    expect(expandText('say "$A" \\$A\n', lookUp, '\\')).toBe('say "one" $A\n');
  });

  it('gives back any text that was quoted', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = text.replaceAll(/(["\\$])/g, '\\$1');
        return expandWord(`"${quoted}"`, lookUp, '\\') === text && (text.includes("'") || expandWord(`'${text}'`, lookUp, '\\') === text);
      }),
    );
  });
});

it('splits words at white space outside quotes', () => {
  expect(splitWords('a  "b c"\t\'d e\'f g\\ h', '\\')).toEqual(['a', '"b c"', "'d e'f", 'g\\ h']);
});
