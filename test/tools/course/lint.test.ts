import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkCliCommand, readCliManifest, type CliManifest } from '../../../tools/course/cli-manifest.ts';
import { courseDirectories } from '../../../tools/course/build.ts';
import { lintCourse } from '../../../tools/course/lint.ts';
import { body, frontMatter, stepFile, writeCourse } from './course-folder.ts';

const root = resolve(import.meta.dirname, '../../..');
const folders: string[] = [];
let manifest: CliManifest;

beforeAll(async () => {
  const found = await readCliManifest(root);
  if (found === undefined) throw new Error('The balena CLI is not installed in tools/balena-cli.');
  manifest = found;
});

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function lint(files: Record<string, string> = {}): Promise<string[]> {
  const folder = await writeCourse(files);
  folders.push(folder);
  return (await lintCourse(folder, manifest)).map(({ what }) => what);
}

const step = (markdown: string, front?: string) => ({ 'steps/only.md': stepFile(`${markdown}\n\n${body}`, front) });

describe('lint', () => {
  it('finds nothing in the lessons that Fleetlab ships', async () => {
    for (const directory of await courseDirectories(root)) expect(await lintCourse(directory, manifest)).toEqual([]);
  });

  it('finds nothing in a good course', async () => {
    expect(await lint()).toEqual([]);
  });

  it.each([
    ['a command of old', step('```sh #x\nbalena logs 1234567\n```'), '"logs 1234567"'],
    ['an option that does not exist', step('```sh #x\nbalena push {{fleet}} --fast\n```'), '"balena push" has no option --fast.'],
    ['a missing argument', step('```sh #x\nbalena device ssh\n```'), '"balena device ssh" needs 1 arguments, not 0.'],
    ['an old command in the text', step('Run `balena devices` first.'), 'has no command "devices"'],
    ['a command behind another', step('```sh #x\ncd app && balena pish x\n```'), 'has no command "pish x"'],
    ['broken shell', step('```sh #x\necho "x\n```'), 'The command is not correct shell'],
    ['a variable that does not exist', step('Your {{flet}}.'), 'There is no variable {{flet}}.'],
    [
      'an edit that does not fit',
      step('```diff #e file=app/Dockerfile\n-CMD x\n+CMD y\n```', frontMatter.replace('[make]', '[e, make]')),
      'The edit does not fit app/Dockerfile',
    ],
    [
      'an edit that solve leaves out',
      step('```diff #e file=app/Dockerfile\n-CMD ["sleep", "5"]\n+CMD y\n```'),
      'solve leaves out the edit "e".',
    ],
    [
      'an edit that breaks the Dockerfile',
      step('```diff #e file=app/Dockerfile\n-CMD ["sleep", "5"]\n+COMMAND y\n```', frontMatter.replace('[make]', '[e, make]')),
      '"COMMAND" is not an instruction',
    ],
    ['a solve of nothing', step('', frontMatter.replace('[make]', '[nothing]')), 'solve names "nothing"'],
    ['an endless solve', step('```sh #x endless\nls\n```', frontMatter.replace('[make]', '[x]')), 'which never ends'],
    [
      'a broken pattern',
      step('', frontMatter.replace("{ kind: fleet-exists, fleet: '{{fleet}}' }", "{ kind: file-contains, file: app/x, pattern: '(' }")),
      'The pattern is not a regular expression',
    ],
    ['a folder that is not there', step('', frontMatter.replace('folder: app', 'folder: other')), 'The workspace has no folder other.'],
    ['a text that is too long', step('word '.repeat(300)), 'one screen holds'],
    [
      'a missing hint',
      { 'steps/only.md': stepFile(body.replace(':::hint{level=explain}\nTwo.\n:::\n\n', '')) },
      'The hints are "nudge show".',
    ],
    ['an example that is no YAML', step('```yaml\na: [\n```'), 'It is not correct YAML'],
    ['an example that is no JSON', step('```json\n{a}\n```'), 'It is not correct JSON'],
    ['an example that is no JavaScript', step('```js\nconst = 1;\n```'), 'It is not correct JavaScript'],
    ['an example that is no shell', step('```sh\nif true\n```'), 'It is not correct shell'],
    ['an example that is no Dockerfile', step('```dockerfile\nRAN x\n```'), '"RAN" is not an instruction'],
    ['a tab in a starter compose file', { 'workspace/app/docker-compose.yml': 'services:\n\tmain:\n' }, 'a tab indents this line'],
    [
      'a new file that does not parse',
      step('```js #n file=app/index.js\nconst = 1;\n```', frontMatter.replace('[make]', '[n, make]')),
      'After the edit: It is not correct JavaScript',
    ],
    [
      'a new file where there is one',
      step('```dockerfile #n file=app/Dockerfile\nFROM y\n```', frontMatter.replace('[make]', '[n, make]')),
      'The edit does not fit app/Dockerfile',
    ],
    [
      'a compose file that balena refuses after an edit',
      {
        ...step(
          '```yaml #n file=app/docker-compose.yml change\n- set: services.a.volumes\n  to: [gone:/data]\n```',
          frontMatter.replace('[make]', '[n, make]'),
        ),
        'workspace/app/docker-compose.yml': 'services:\n  a:\n    image: x\n',
      },
      'After the edit: ',
    ],
    ['a link to no step', step('See [there](#gone).'), 'The course has no step "gone" to lead to.'],
    ['a stray file', { 'notes.txt': 'x' }, 'A course has no such file or folder.'],
    ['a stray starter file', { 'workspace/x': 'x' }, 'The workspace has one folder a fleet'],
    [
      'a solve of a figure',
      step(':::figure{#f view=network alt=a}\nb\n:::', frontMatter.replace('[make]', '[f]')),
      'solve names the figure "f".',
    ],
    [
      'a quiz check without a quiz',
      step('', frontMatter.replace("{ kind: fleet-exists, fleet: '{{fleet}}' }", '{ kind: quiz-answered }')),
      'The step has no quiz that could be answered.',
    ],
    [
      'a check of a file that is never there',
      step(
        '',
        frontMatter.replace("{ kind: fleet-exists, fleet: '{{fleet}}' }", '{ kind: compose-value, file: app/x.yml, path: services.a }'),
      ),
      'The workspace has no file app/x.yml.',
    ],
    [
      'a request check from nowhere',
      step('', frontMatter.replace("{ kind: fleet-exists, fleet: '{{fleet}}' }", "{ kind: http, from: moon, url: 'http://x' }")),
      'from: moon is no place to ask from.',
    ],
    [
      'a fleet that the step has not',
      step('', frontMatter.replace('fleet: Fleet\n', '')),
      'The check names {{fleet}}, but the step has none.',
    ],
    ['a starter file that is no Dockerfile', { 'workspace/app/Dockerfile': 'RUN x\n' }, 'A Dockerfile begins with FROM.'],
  ])('finds %s', async (_name, files, what) => {
    expect((await lint(files)).join('\n')).toContain(what);
  });
});

describe('checkCliCommand', () => {
  it.each([
    'device logs 1234567 --tail --service main',
    'device ssh 1234567 main',
    'device 1234567',
    'push Fleet --nocache',
    'login -t x',
    'env set A b --fleet=F',
  ])('knows "balena %s"', (text) => {
    expect(checkCliCommand(manifest, text.split(' '))).toBeUndefined();
  });
});
