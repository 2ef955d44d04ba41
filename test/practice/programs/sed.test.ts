import { expect, test } from 'vitest';
import { makeSystem } from './practice-system.ts';
import { compareWithRealTools } from './real-tools.ts';

const files = {
  f: 'one\ntwo\nthree\nfour two\nfive\n',
  g: 'a/b/c\nHello World\nkey = value\n',
  'no-end': 'x\nlast',
  'script.sed': 's/one/1/\n# a comment\n/two/d\n',
  'dir/': '',
};
const on = (...commands: string[]): { command: string; files: typeof files; input: string }[] =>
  commands.map((command) => ({ command, files, input: 'from stdin\n' }));

compareWithRealTools(
  'sed: commands',
  on(
    'sed s/two/2/ f',
    'sed s/o/0/g f',
    'sed s/o/0/2 f',
    "sed 's/e/E/2g' f",
    "sed -n 's/two/2/p' f",
    'sed -n 2p f',
    "sed -n '2,4p' f",
    "sed -n '$p' f",
    "sed '2d' f",
    "sed '/two/d' f",
    "sed '/two/!d' f",
    "sed '2,/four/d' f",
    "sed -n '/two/,/four/p' f",
    "sed -n '/two/,+1p' f",
    "sed -n '1~2p' f",
    "sed -n '2,~4p' f",
    "sed '0,/one/d' f",
    "sed '1,/one/d' f",
    "sed '2q' f",
    "sed '2q7' f",
    "sed '2Q' f",
    "sed -n '/two/=' f",
    "sed '=' no-end",
    "sed 'y/abc/xyz/' g",
    "sed 'a text' f",
    "sed '2a\\\ntext' f",
    "sed '2i before' f",
    "sed '2c changed' f",
    "sed '2,3c changed' f",
    "sed '$!d' f",
    "sed 'n;d' f",
    "sed '$!N;s/\\n/+/' f",
    "sed 'N;P;D' f",
    "sed '1!G;h;$!d' f",
    "sed ':a;N;$!ba;s/\\n/,/g' f",
    "sed ':a;s/o/0/;ta' f",
    "sed 's/x/y/;T;s/y/z/' no-end",
    "sed 'x;p;x' no-end",
    "sed -n 'l' g",
    "sed -n '/two/{p;=}' f",
    "sed '/one/{s/one/1/;s/1/uno/;}' f",
    'sed -e s/one/1/ -e s/two/2/ f',
    'sed -f script.sed f',
    "sed 's/one/1/' f no-end",
    "sed -s -n '$p' f no-end",
    "sed '$a end' no-end",
    "sed 'p' no-end",
    "sed '1r no-end' f",
    "sed 'z;s/^$/empty/' f",
    "sed -n '/one/F' f",
    'sed s/from/FROM/',
    "sed '#n' f",
    "sed '3,1p' f",
    "sed '2{/two/d}' f",
    "sed 'b end;s/o/0/;:end' f",
    "sed '/four/s//4/' f",
  ),
);

compareWithRealTools(
  'sed: expressions and replacements',
  on(
    "sed 's/\\(H[a-z]*\\) \\(W.*\\)/\\2 \\1/' g",
    "sed -E 's/(H[a-z]*) (W.*)/\\2 \\1/' g",
    "sed 's/[a-z]*/<&>/g' f",
    "sed 's/x*/-/g' f",
    "sed 's|/|:|g' g",
    "sed 's/\\//:/g' g",
    "sed 's,a/b,X,' g",
    "sed 's/Hello/\\U&/' g",
    "sed 's/\\w\\+/\\u&/g' f",
    "sed -E 's/(\\w)(\\w*)/\\U\\1\\E\\2/g' f",
    "sed 's/two/a\\nb/' f",
    "sed 's/ = /\\t/' g",
    "sed 's/HELLO/x/I' g",
    "sed 's/[/]/./g' g",
    "sed 's/o$/O/' f",
    "sed 's/^/> /' f",
    "sed 's/e\\b/E/g' f",
    "sed -E 's/(a|b|Hello|H)/[\\1]/g' g",
    "sed -E 's/o{2}|e{2}/X/' f",
    "sed 's/\\(o\\)\\|\\(e\\)/<\\1\\2>/g' f",
    "sed -E 's/^(.*)=(.*)$/\\2=\\1/' g",
    "sed 's/a\\|b/X/g' g",
    "sed 's/&/and/' g",
    "sed 's/World/\\&/' g",
    "sed '\\,b/c,d' g",
    "sed 's/[[:upper:]]/_/g' g",
    "sed 's.a\\.b.X.' g",
    'sed --expression=s/one/1/ --quiet f',
    "sed -z 's/\\n/,/g' f",
    "sed -nE '/^(one|five)$/p' f",
    "sed 's/$/\\r/' f",
  ),
);

compareWithRealTools('sed: in place', [
  ...on(
    "sed -i 's/one/1/' f",
    "sed -i.bak 's/one/1/' f",
    "sed -i '1d' f no-end",
    'sed -n -i p f',
    'sed -i 2q f',
    'sed -i s/a/b/ missing f',
    'sed -i s/a/b/ dir',
    "sed -n 's/one/1/w out' f",
    "sed 'w out' f",
  ).map((one) => ({ ...one, tree: true })),
]);

compareWithRealTools(
  'sed: errors',
  on(
    'sed s/a/b',
    'sed s/a',
    'sed k',
    "sed 's/a/b/k' f",
    "sed 'y/ab/c/' f",
    "sed '{p' f",
    "sed 'p}' f",
    "sed 'pp' f",
    "sed '2,p' f",
    'sed 0p f',
    "sed '/x' f",
    "sed 's/\\(/x/' f",
    "sed 's/a/\\1/' f",
    "sed 'bnowhere' f",
    'sed p missing f',
    'sed p dir',
    "sed ':' f",
    "sed '1' f",
    "sed 's/[/x/' f",
  ),
);
compareWithRealTools('sed: usage', [
  { command: 'sed', stderr: 'presence' },
  { command: 'sed -y p', stderr: 'presence' },
]);

test('sed prints a line as it comes', async () => {
  const { start } = makeSystem();
  const { stdin, stdout, process } = await start(['sed', 's/a/b/']);
  const first = new Promise<string>((resolve) => stdout.once('data', (data: Buffer) => resolve(data.toString())));
  stdin.write('a line\n');
  expect(await first).toBe('b line\n');
  stdin.end();
  expect(await process.exited).toEqual({ code: 0 });
});
