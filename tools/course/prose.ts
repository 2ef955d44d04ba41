import rehypeStringify from 'rehype-stringify';
import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { ProblemList } from './course-error.ts';
import { knownLanguages, plainLanguages, type Highlight } from './highlight.ts';

const parser = unified().use(remarkParse).use(remarkFrontmatter, ['yaml']).use(remarkDirective);

export type MarkdownRoot = ReturnType<typeof parser.parse>;
export type MarkdownNode = MarkdownRoot['children'][number];

export function parseMarkdown(text: string): MarkdownRoot {
  return parser.parse(text);
}

/** Turns ordinary Markdown into HTML. What a lesson may not hold (raw HTML, pictures, unknown directives) is reported. */
export type RenderProse = (nodes: MarkdownNode[], file: string) => string;

export function createProse(highlight: Highlight, list: ProblemList): RenderProse {
  const toHtml = unified()
    .use(remarkRehype, {
      handlers: {
        code(_state, node: { value: string; lang?: string | null }) {
          const language = node.lang ?? 'text';
          return {
            type: 'element',
            tagName: 'pre',
            properties: { className: plainLanguages.includes(language) ? ['code', 'code-plain'] : ['code'], 'data-language': language },
            children: [
              { type: 'element', tagName: 'code', properties: {}, children: [{ type: 'raw', value: highlight(node.value, language) }] },
            ],
          };
        },
      },
    })
    // The only raw HTML is what `highlight` made; Markdown's own never becomes a node (remark-rehype drops it).
    .use(rehypeStringify, { allowDangerousHtml: true });

  return (nodes, file) => {
    for (const node of nodes) checkProse(node, file, list);
    const root: MarkdownRoot = { type: 'root', children: nodes };
    return toHtml.stringify(toHtml.runSync(root)).trim();
  };
}

interface AnyNode {
  type: string;
  name?: string;
  url?: string;
  lang?: string | null;
  attributes?: Record<string, string | null | undefined> | null;
  children?: AnyNode[];
  data?: unknown;
  position?: { start: { line: number } } | undefined;
}

/** The line on which a node begins, from 1. */
export function lineOfNode(node: { position?: { start: { line: number } } | undefined }): number {
  return node.position?.start.line ?? 1;
}

function checkProse(node: AnyNode, file: string, list: ProblemList): void {
  const report = (what: string, mend: string) => list.report(file, lineOfNode(node), what, mend);
  switch (node.type) {
    case 'html':
      report('HTML is not allowed in a lesson.', 'Write Markdown; put angle brackets that are meant as text in `code`.');
      break;
    case 'image':
    case 'imageReference':
      report('A picture is not allowed in a lesson.', 'Name the view that shows it instead; the views are live.');
      break;
    case 'link':
    case 'definition':
      if (!/^(https:\/\/|#)/.test(node.url ?? ''))
        report(`The link "${node.url ?? ''}" does not begin with https:// or #.`, 'Use a full https address, or # and the id of a step.');
      break;
    case 'heading':
      report('A heading is not allowed inside a step.', 'A step has one aim and one title; split the step if it needs two.');
      break;
    case 'code':
      if (!knownLanguages().includes(node.lang ?? '')) {
        report(`The code fence has the language "${node.lang ?? ''}".`, `Write one of ${knownLanguages().join(', ')} after the backticks.`);
      }
      break;
    case 'containerDirective':
      if (node.name === 'note') node.data = { hName: 'aside', hProperties: { className: ['note'] } };
      else if (node.name === 'practice' || node.name === 'elsewhere')
        node.data = { hName: 'div', hProperties: { 'data-where': node.name } };
      else
        report(
          `":::${node.name ?? ''}" cannot stand here.`,
          'Only :::note, :::practice and :::elsewhere may stand in the text; :::quiz and :::hint stand by themselves.',
        );
      break;
    case 'textDirective':
      if (node.name === 'kbd') node.data = { hName: 'kbd' };
      else report(`":${node.name ?? ''}" is read as a directive.`, 'Put it in `code`, or write a space after the colon.');
      break;
    case 'leafDirective':
      report(`"::${node.name ?? ''}" is not a directive of lessons.`, 'Use :::note, :::quiz or :::hint.');
      break;
    default:
  }
  for (const child of node.children ?? []) checkProse(child, file, list);
}
