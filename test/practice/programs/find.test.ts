import { compareWithRealTools } from './real-tools.ts';

const files = {
  'a.txt': 'x',
  'b.log': 'y'.repeat(3000),
  'dir/c.txt': '',
  'dir/deep/D.TXT': 'z',
  'dir/deep/run': '#!/bin/sh\n',
  'empty/': '',
};
const modes = { 'dir/deep/run': 0o755, 'a.txt': 0o600 };
const on = (...commands: string[]): { command: string; files: typeof files; modes: typeof modes; anyOrder: true }[] =>
  commands.map((command) => ({ command, files, modes, anyOrder: true }));

compareWithRealTools(
  'find',
  on(
    'find',
    'find .',
    'find dir',
    'find dir/',
    'find a.txt dir',
    'find . -name *.txt',
    'find . -iname *.txt',
    'find . -type f',
    'find . -type d',
    'find . -type f,d -name d*',
    'find . -maxdepth 1',
    'find . -mindepth 2',
    'find . -maxdepth 0',
    'find . -size +1k',
    'find . -size -2',
    'find . -size 1c',
    'find . -size 0',
    'find . -empty',
    'find . -path ./dir/*',
    'find . -not -name *.txt',
    'find . ! -type d',
    'find . -name a* -o -name b*',
    'find . ( -name a* -o -name b* ) -print',
    'find . -name a* -print -o -name b*',
    'find . -name dir -prune -o -print',
    'find . -perm 600',
    'find . -perm -u+x -type f',
    'find . -perm /111 -type f',
    'find . -newer a.txt',
    'find . -mtime -1',
    'find . -mtime +1 -type f',
    'find a.txt -print0',
    "find dir -printf '%p %f %s %m %y %d\\n'",
    "find dir -printf '[%P] %h\\n'",
    "find . -type f -printf '%TY-%Tm-%Td\\n'",
    'find . -regex .*/[abc].*',
    'find . -name a.txt -exec cat {} ;',
    'find . -type f -name *.txt -exec echo got {} ;',
    'find . -name nothing -exec echo {} +',
    'find a.txt -exec false ; -print',
    'find . -type f -name a.txt -exec echo all {} +',
    'find dir -name c.txt -execdir echo {} ;',
    'find . -name a.txt -quit',
    'find dir -depth',
    'find . -true -a -false',
    'find . -user root -name a.txt',
  ).map((one) => (one.command.includes('-user') ? { ...one, root: true } : one)),
);

compareWithRealTools(
  'find: deletion',
  on('find . -name *.txt -delete', 'find dir -delete', 'find . -type f -delete -print', 'find . -type d -name dir -delete').map((one) => ({
    ...one,
    tree: true,
  })),
);

compareWithRealTools(
  'find: errors',
  on(
    'find missing',
    'find missing dir',
    'find . -nonsense',
    'find . -name',
    'find . -type x',
    'find . -size x',
    'find . -maxdepth x',
    'find . -exec echo',
    'find . -exec ;',
    'find . ( -name a',
    'find . -name a )',
    'find . -o -name a',
    'find . -newer missing',
    'find a.txt -exec no-such-program {} ;',
    'find . -name a b',
  ).map((one) => ({
    ...one,
    stderr: /-type x|-maxdepth x|-size x|\( -name|-o -name|a \)|-name a b|-exec ;/.test(one.command)
      ? ('presence' as const)
      : ('text' as const),
  })),
);
