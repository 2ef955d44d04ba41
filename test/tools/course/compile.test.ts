import { afterEach, describe, expect, it } from 'vitest';
import { rm } from 'node:fs/promises';
import { compileCourse } from '../../../tools/course/compile.ts';
import { CourseError } from '../../../tools/course/course-error.ts';
import type { LessonBlock } from '../../../src/shared/course/course.ts';
import { body, courseYaml, frontMatter, stepFile, writeCourse } from './course-folder.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function compile(files: Record<string, string> = {}) {
  const folder = await writeCourse(files);
  folders.push(folder);
  return compileCourse(folder);
}

async function blocksOf(markdown: string): Promise<LessonBlock[]> {
  const course = await compile({ 'steps/only.md': stepFile(`${markdown}\n\n${body}`) });
  return course.sections[0]?.steps[0]?.blocks ?? [];
}

async function problemsOf(files: Record<string, string>): Promise<string[]> {
  try {
    await compile(files);
    return [];
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    return error.problems.map(({ file, line, what }) => `${file}:${line}: ${what}`);
  }
}

describe('a step', () => {
  it('becomes data: text, commands, checks and hints', async () => {
    const course = await compile();
    expect(course).toMatchObject({ id: 'small', minutes: 2 });
    expect(course.sections[0]?.steps[0]).toMatchObject({
      id: 'only',
      number: '1.1',
      blocks: [
        { kind: 'prose', html: '<p>Hello.</p>' },
        {
          kind: 'command',
          id: 'make',
          text: 'balena fleet create {{fleet}} --type {{deviceType}}',
          target: { kind: 'laptop' },
          folder: 'app',
          endless: false,
          expects: 0,
        },
      ],
      hints: [
        { level: 'nudge', html: '<p>One.</p>' },
        { level: 'explain', html: '<p>Two.</p>' },
        { level: 'show', html: '<p>Three.</p>' },
      ],
    });
  });

  it('reads where a command runs', async () => {
    const blocks = await blocksOf(
      '```sh #a in=service:main\ncat x\n```\n\n```sh #b in=host-os\nls\n```\n\n```sh #c folder=app endless expects=7\nx\n```',
    );
    expect(blocks.slice(0, 3)).toMatchObject([
      { id: 'a', target: { kind: 'service', service: 'main' } },
      { id: 'b', target: { kind: 'host-os' } },
      { id: 'c', target: { kind: 'laptop' }, folder: 'app', endless: true, expects: 7 },
    ]);
    expect(blocks[0]).not.toHaveProperty('folder');
  });

  it('reads an edit from a diff', async () => {
    const [edit] = await blocksOf('```diff #e file=app/Dockerfile\n FROM x\n-CMD a\n+CMD b\n+CMD c\n```');
    expect(edit).toEqual({
      kind: 'edit',
      id: 'e',
      file: 'app/Dockerfile',
      change: { by: 'lines', before: 'FROM x\nCMD a', after: 'FROM x\nCMD b\nCMD c' },
    });
  });

  it('reads a quiz', async () => {
    const [quiz] = await blocksOf(':::quiz{#q}\nWhat now?\n\n- [ ] This.\n\n  Not so.\n- [x] That `x`.\n\n  Yes.\n:::');
    expect(quiz).toEqual({
      kind: 'quiz',
      id: 'q',
      predict: false,
      question: 'What now?',
      options: [
        { text: 'This.', right: false, because: 'Not so.' },
        { text: 'That `x`.', right: true, because: 'Yes.' },
      ],
    });
  });

  it('reads edits by meaning and new files', async () => {
    const [change, made] = await blocksOf(
      '```yaml #a file=app/x.yml change\n- delete: a.b\n- set: c\n  to: [1]\n- insert: d\n  item: e\n```\n\n```js #b file=app/new.js\nlet x;\n```',
    );
    expect(change).toEqual({
      kind: 'edit',
      id: 'a',
      file: 'app/x.yml',
      change: { by: 'yaml', operations: [{ delete: 'a.b' }, { set: 'c', to: [1] }, { insert: 'd', item: 'e' }] },
    });
    expect(made).toEqual({ kind: 'edit', id: 'b', file: 'app/new.js', change: { by: 'file', text: 'let x;\n' } });
  });

  it('reads requests, predictions and figures', async () => {
    const [ask, send, quiz, figure] = await blocksOf(
      [
        '```http #a from=service:frontend expects=unresolved\nGET http://backend:1234/data\n```',
        '```http #b status=500\nPOST http://{{address}}/x\n\n{"a": 1}\n```',
        ':::quiz{#q predict}\nWhat?\n\n- [ ] a\n\n  b\n- [x] c\n\n  d\n:::',
        ':::figure{#f view=network alt="Two" focus=backend}\nMind `backend`.\n:::',
      ].join('\n\n'),
    );
    expect(ask).toEqual({
      kind: 'request',
      id: 'a',
      from: { kind: 'service', service: 'frontend' },
      method: 'GET',
      url: 'http://backend:1234/data',
      expects: 'unresolved',
    });
    expect(send).toMatchObject({ method: 'POST', url: 'http://{{address}}/x', body: '{"a": 1}', expects: 'delivered', status: 500 });
    expect(quiz).toMatchObject({ predict: true });
    expect(figure).toEqual({ kind: 'figure', id: 'f', view: 'network', alt: 'Two', caption: 'Mind `backend`.', focus: 'backend' });
  });

  it('keeps the trainer’s notes out of the learner’s page', async () => {
    const { sections } = await compile({ 'steps/only.md': stepFile(`:::trainer\nAsk *them*.\n:::\n\n${body}`) });
    const step = sections[0]?.steps[0];
    expect(step?.trainerNotes).toBe('<p>Ask <em>them</em>.</p>');
    expect(JSON.stringify(step?.blocks)).not.toContain('Ask');
  });

  it('may be read only: without fleet and folder', async () => {
    const quiz = ':::quiz{#q}\nWhat?\n\n- [ ] a\n\n  b\n- [x] c\n\n  d\n:::';
    const front = frontMatter
      .replace('folder: app\nfleet: Fleet\n', '')
      .replace("{ kind: fleet-exists, fleet: '{{fleet}}' }", '{ kind: quiz-answered }')
      .replace('[make]', '[q]');
    const { sections } = await compile({ 'steps/only.md': stepFile(quiz + body.replace(/```sh[^]*```/, ''), front) });
    expect(sections[0]?.steps[0]).not.toHaveProperty('folder');
  });

  it('writes notes, keys and links as HTML', async () => {
    const [prose] = await blocksOf(':::note\nMind *this*.\n:::\n\nPress :kbd[Ctrl+C], see [docs](https://docs.balena.io/).');
    expect(prose).toEqual({
      kind: 'prose',
      html: '<aside class="note"><p>Mind <em>this</em>.</p></aside>\n<p>Press <kbd>Ctrl+C</kbd>, see <a href="https://docs.balena.io/">docs</a>.</p>\n<p>Hello.</p>',
    });
  });

  it('highlights examples by class only, keeps variables whole, and escapes what they hold', async () => {
    const [prose] = await blocksOf('```dockerfile\nFROM {{fleet}} # <b>\nCMD ["x"]\n```\n\n```output\n<done> & "quoted"\n```');
    const html = prose?.kind === 'prose' ? prose.html : '';
    expect(html).toContain('<span class="code-keyword">FROM</span>');
    expect(html).toContain('{{fleet}}');
    expect(html).toContain('&lt;b&gt;');
    expect(html).toContain('&lt;done&gt; &amp; &quot;quoted&quot;');
    expect(html).not.toMatch(/style=|<b>|<done>/);
  });

  it('is the same from a file with Windows line endings', async () => {
    const text = stepFile(body);
    expect(await compile({ 'steps/only.md': text.replaceAll('\n', '\r\n') })).toEqual(await compile({ 'steps/only.md': text }));
  });
});

describe('problems', () => {
  const first = stepFile('').split('\n').length;
  it.each([
    ['HTML', 'a <b>x</b>', 'HTML is not allowed in a lesson.'],
    ['a script', '<script>alert(1)</script>', 'HTML is not allowed in a lesson.'],
    ['a picture', '![x](https://x.org/x.png)', 'A picture is not allowed in a lesson.'],
    ['a link that is not https', '[x](javascript:alert(1))', 'The link "javascript:alert(1)" does not begin with https:// or #.'],
    ['a heading', '# Title', 'A heading is not allowed inside a step.'],
    ['a colon read as a directive', 'at a:b', '":b" is read as a directive.'],
    ['an unknown container', ':::warning\nx\n:::', '":::warning" cannot stand here.'],
    ['an unknown language', '```cobol\nx\n```', 'The code fence has the language "cobol".'],
    ['an unknown place', '```sh #a in=moon\nx\n```', 'in=moon is no place to run a command.'],
    ['an unknown attribute', '```sh #a endles\nx\n```', '"endles" is not an attribute of this fence.'],
    ['an id of a bad form', '```sh #A_b\nx\n```', 'The id "A_b" is not of the form "push-again".'],
    ['an id used twice', '```sh #make\nx\n```', 'The id "make" is used twice in this step.', 4],
    ['an edit without a file', '```diff #e\n-a\n+b\n```', 'The edit names no file.'],
    ['an edit with an odd line', '```diff #e file=app/x\n-a\n+b\nc\n```', 'This line of the edit begins with "c".', 3],
    ['an edit that changes nothing', '```diff #e file=app/x\n-a\n+a\n```', 'The edit changes nothing.'],
    ['a quiz with two right answers', ':::quiz{#q}\nQ?\n\n- [x] a\n\n  b\n- [x] c\n\n  d\n:::', '2 answers are marked as right.'],
    ['an answer without its reason', ':::quiz{#q}\nQ?\n\n- [x] a\n- [ ] c\n:::', 'The answer has no explanation.', 3],
    ['operations that are none', '```yaml #e file=app/x change\n- put: a\n```', 'These are not operations on YAML.'],
    ['a new file without text', '```js #e file=app/x.js\n\n```', 'The new file is empty.'],
    ['a request without an address', '```http #r\nGET /data\n```', 'The request is not of the form "GET http://…".'],
    ['a request from nowhere', '```http #r from=moon\nGET http://x/\n```', 'from=moon is no place to ask from.'],
    ['a request with an odd end', '```http #r expects=luck\nGET http://x/\n```', 'expects=luck is no end of a request.'],
    ['a request with an odd status', '```http #r status=x\nGET http://x/\n```', 'status=x is not a number from 100 to 599.'],
    ['a figure of no view', ':::figure{#f view=moon alt="a"}\nb\n:::', 'view=moon is no view.'],
    ['a figure without alt text', ':::figure{#f view=network}\nb\n:::', 'The figure has no alt text.'],
    ['a figure without caption', ':::figure{#f view=network alt="a"}\n:::', 'The figure has no caption.'],
    ['an id on an example', '```json #x\n{}\n```', 'This fence has an #id, but is no command, request or edit.'],
    ['a hint of an unknown level', ':::hint{level=shout}\nx\n:::', 'The hint has the level "shout".'],
  ])('tells of %s with its line', async (_name, markdown, what, offset = 0) => {
    const problems = await problemsOf({ 'steps/only.md': stepFile(`${markdown}\n\n${body}`) });
    // An id that is used twice is reported where it comes the second time.
    const lines = problems.filter((problem) => problem.endsWith(what)).map((problem) => Number(problem.split(':')[1]));
    expect(problems.map((problem) => problem.replace(/^[^ ]+ /, ''))).toContain(what);
    expect(lines[0]).toBe(what.includes('used twice') ? first + offset + 2 : first + offset);
  });

  it('tells of front matter by field and line', async () => {
    const front = frontMatter.replace("'1.1'", '1.1').replace('shows: device', 'shows: moon');
    const problems = await problemsOf({ 'steps/only.md': stepFile(body, front) });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^steps\/only\.md:2: number: /);
    expect(problems[1]).toMatch(/^steps\/only\.md:8: shows: /);
  });

  it('tells of a predicate that does not exist', async () => {
    const [problem] = await problemsOf({ 'steps/only.md': stepFile(body, frontMatter.replace('fleet-exists', 'fleet-is-nice')) });
    expect(problem).toMatch(/^steps\/only\.md:10: checks\.0\.predicate/);
  });

  it('tells of YAML that is none', async () => {
    const [problem] = await problemsOf({ 'course.yaml': `${courseYaml}\n\tx: [` });
    expect(problem).toMatch(/^course\.yaml:\d+: /);
  });

  it('tells of missing and stray files, and of missing front matter', async () => {
    expect(await problemsOf({ 'course.yaml': courseYaml.replace('[only]', '[only, gone]') })).toEqual([
      'course.yaml:1: The step "gone" has no file steps/gone.md.',
    ]);
    expect(await problemsOf({ 'steps/stray.md': 'x' })).toEqual(['steps/stray.md:1: course.yaml does not list this file.']);
    expect(await problemsOf({ 'steps/only.md': body })).toEqual(['steps/only.md:1: The front matter is missing.']);
  });
});
