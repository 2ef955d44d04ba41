import { expect, test } from 'vitest';
import { makeSystem } from './practice-system.ts';
import { compareWithRealTools } from './real-tools.ts';

const twelve = Array.from({ length: 12 }, (_, index) => `line ${String(index + 1)}\n`).join('');
const lines = { twelve, short: 'one\ntwo', empty: '', 'dir/': '' };
const on = (...commands: string[]): { command: string; files: typeof lines; input: string }[] =>
  commands.map((command) => ({ command, files: lines, input: twelve }));

compareWithRealTools(
  'head',
  on(
    'head twelve',
    'head -n 3 twelve',
    'head -3 twelve',
    'head -n -10 twelve',
    'head -c 8 twelve',
    'head -c -8 twelve',
    'head -c 1K twelve',
    'head twelve short',
    'head -q -n1 twelve short',
    'head -v -n1 short',
    'head -n 0 twelve',
    'head',
    'head -n1 -',
    'head missing short',
    'head dir',
    'head -n x twelve',
    'head -n',
    'head empty short',
    'head -5q twelve',
    'head -w',
  ),
);

compareWithRealTools(
  'tail',
  on(
    'tail twelve',
    'tail -n 3 twelve',
    'tail -3 twelve',
    'tail -n +11 twelve',
    'tail +11 twelve',
    'tail -c 8 twelve',
    'tail -c +60 twelve',
    'tail twelve short',
    'tail -q -n1 twelve short',
    'tail -v -n1 short',
    'tail -n 0 twelve',
    'tail',
    'tail -n 2 -',
    'tail missing short',
    'tail -n x twelve',
    'tail -n',
    'tail empty short',
  ),
);

compareWithRealTools(
  'wc',
  on(
    'wc twelve',
    'wc -l twelve',
    'wc -lw twelve short',
    'wc',
    'wc -c',
    'wc missing short',
    'wc dir',
    'wc -L twelve',
    'wc -m short',
    'wc twelve -',
    'wc -z',
  ),
);

const table = {
  t: 'pear 10 Z\napple 9 a\n  fig 100 B\nfig 1 b\napple 9 a\n',
  sizes: '2K\n1G\n512\n3M\n1.5K\n',
  csv: 'x,3,b\ny,20,a\nz,1,c\n',
  months: 'MAR\njan\nxxx\nDec\n',
  versions: 'v1.10\nv1.9\nv1.2-rc\nv1.2\n',
  numbers: '-5\n3.25\n3.5\n0\n-0.5\n10\nabc\n007\n1e3\n',
  'dir/': '',
};
const sorted = (...commands: string[]): { command: string; files: typeof table; input: string }[] =>
  commands.map((command) => ({ command, files: table, input: 'b\na\nc\n' }));

compareWithRealTools(
  'sort',
  sorted(
    'sort t',
    'sort',
    'sort -r t',
    'sort -u t',
    'sort -k2n t',
    'sort -k2,2n -k1,1 t',
    'sort -k 2 t',
    'sort -b t',
    'sort -f -k3 t',
    'sort -t, -k2n csv',
    'sort -t , -k3,3r csv',
    'sort -h sizes',
    'sort -hr sizes',
    'sort -M months',
    'sort -n numbers',
    'sort -rn numbers',
    'sort -g numbers',
    'sort -V versions',
    'sort -c t',
    'sort -C t',
    'sort -c csv',
    'sort -s -k2,2n t',
    'sort -u -k2,2n t',
    'sort -k1.2,1.3 t',
    'sort -d t',
    'sort t csv',
    'sort missing',
    'sort dir',
    'sort -k 0 t',
    'sort -t ab t',
    'sort -n -h t',
    'sort -w',
    'sort -nu numbers',
    'sort -k2b,2 t',
  ),
);

compareWithRealTools('sort into a file', [
  { command: 'sort -o t t', files: table, tree: true },
  { command: 'sort -o missing/x t', files: table, tree: true },
]);

const repeated = { r: 'a\na\nb\nA\na\n\n\nx 1\ny 1\n', f: 'one:two:three\nno delimiter\na:b\n' };
const cuts = (...commands: string[]): { command: string; files: typeof repeated; input: string }[] =>
  commands.map((command) => ({ command, files: repeated, input: 'a:b:c\n' }));

compareWithRealTools(
  'uniq and cut',
  cuts(
    'uniq r',
    'uniq -c r',
    'uniq -d r',
    'uniq -u r',
    'uniq -i r',
    'uniq -D r',
    'uniq -f1 r',
    'uniq -s2 r',
    'uniq -w1 r',
    'uniq -ic r',
    'uniq missing',
    'uniq a b c',
    'uniq -f x r',
    'cut -d: -f2 f',
    'cut -d: -f1,3 f',
    'cut -d: -f2- f',
    'cut -s -d: -f1 f',
    'cut -c1-3 f',
    'cut -b -2,5 f',
    'cut -d: -f1 --complement f',
    'cut -d: -f1,2 --output-delimiter=, f',
    'cut -c1,3 --output-delimiter=- f',
    'cut -d: -f1',
    'cut f',
    'cut -d ab -f1 f',
    'cut -f0 f',
    'cut -f3-1 f',
    'cut -fx f',
    'cut -c1 -f1 f',
    'cut -d: -c1 f',
    'cut -f1 missing',
  ),
);

const typed = (input: string, ...commands: string[]): { command: string; input: string }[] =>
  commands.map((command) => ({ command, input }));

compareWithRealTools(
  'tr',
  typed(
    'Hello,  World 42\n\ttabs\n',
    'tr a-z A-Z',
    "tr '[:lower:]' '[:upper:]'",
    'tr -d aeiou',
    "tr -s ' '",
    "tr -cd '[:alnum:]'",
    "tr -c '[:alnum:]\\n' _",
    "tr -cs a-zA-Z '\\n'",
    "tr '\\t' ' '",
    'tr a-e x',
    'tr -t a-e xy',
    "tr '[:digit:]' '[#*]'",
    "tr '\\101-\\110' '[a*]'",
    'tr -ds a-m l',
    'tr',
    'tr a',
    'tr -d a b',
    'tr z-a x',
    "tr '[:nope:]' x",
    "tr abc ''",
    'tr a b c',
  ),
);

compareWithRealTools('seq', [
  'seq 5',
  'seq 2 4',
  'seq 10 -3 1',
  'seq 0 0.25 1',
  'seq 1.0 2',
  'seq -w 8 11',
  'seq -w -2 2',
  'seq -s, 3',
  'seq -f %03g 3',
  "seq -f 'n%.2f' 2",
  'seq 3 1',
  'seq -3 -1',
  'seq 0.1 0.1 0.5',
  'seq',
  'seq x',
  'seq 1 0 2',
  'seq 1 2 3 4',
  'seq -f x 3',
]);

compareWithRealTools('tee', [
  { command: 'tee out', input: 'x\ny\n', tree: true },
  { command: 'tee -a out other', input: 'more\n', files: { out: 'before\n' }, tree: true },
  { command: 'tee missing/out out', input: 'x\n', tree: true },
  { command: 'tee dir', input: 'x\n', files: { 'dir/': '' } },
]);

test('tail -f shows what is appended, says when a file is cut, and ends with a signal', async () => {
  const { start, fileSystem } = makeSystem({ '/w/log': 'first\n' });
  const { process, stdout, stderr } = await start(['tail', '-f', 'log']);
  const next = (stream: typeof stdout): Promise<string> =>
    new Promise((resolve) => stream.once('data', (data: Buffer) => resolve(data.toString())));
  expect(await next(stdout)).toBe('first\n');
  const appended = next(stdout);
  await fileSystem.writeFile('/w/log', 'second\n', { append: true });
  expect(await appended).toBe('second\n');
  const cut = next(stderr);
  await fileSystem.writeFile('/w/log', '');
  expect(await cut).toBe('tail: log: file truncated\n');
  process.signal('SIGINT');
  expect(await process.exited).toEqual({ code: 130, signal: 'SIGINT' });
});

test('tail -F follows a file that is replaced by another of the same name', async () => {
  const { start, fileSystem } = makeSystem({ '/w/log': 'old\n' });
  const { process, stdout, stderr } = await start(['tail', '-F', 'log']);
  let shown = '';
  let said = '';
  stdout.on('data', (data: Buffer) => (shown += data.toString()));
  stderr.on('data', (data: Buffer) => (said += data.toString()));
  const until = async (reached: () => boolean): Promise<void> => {
    while (!reached()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await until(() => shown === 'old\n');
  await fileSystem.remove('/w/log');
  await until(() => said.includes('inaccessible'));
  await fileSystem.writeFile('/w/log', 'new\n');
  await until(() => shown.includes('new'));
  expect(shown).toBe('old\nnew\n');
  expect(said).toBe("tail: 'log' has become inaccessible: No such file or directory\ntail: 'log' has appeared;  following new file\n");
  process.signal('SIGKILL');
});

test('head leaves as soon as it has its lines', async () => {
  const { start } = makeSystem();
  const { process, stdin } = await start(['head', '-n1']);
  stdin.write('one\ntwo\n');
  expect(await process.exited).toEqual({ code: 0 });
});
