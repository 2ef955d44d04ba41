import { createCssVariablesTheme, createHighlighter, type Highlighter } from 'shiki';

/** HTML of highlighted code: spans with classes such as `code-keyword`, so that a stylesheet decides the colours. */
export type Highlight = (code: string, language: string) => string;

const languages = ['sh', 'dockerfile', 'yaml', 'json', 'javascript', 'diff'] as const;
const aliases: Readonly<Record<string, string>> = { js: 'javascript', bash: 'sh', yml: 'yaml', docker: 'dockerfile' };

// With this theme Shiki's colours are names: `var(--code-token-keyword)`.
const theme = createCssVariablesTheme({ name: 'by-class', variablePrefix: '--code-', fontStyle: false });

/** Languages that are not highlighted: what a program prints, and plain text. */
export const plainLanguages: readonly string[] = ['output', 'text'];

export function knownLanguages(): readonly string[] {
  return [...languages, ...Object.keys(aliases), ...plainLanguages];
}

let shared: Promise<Highlighter> | undefined;

export async function createHighlight(): Promise<Highlight> {
  // Grammars are costly to load, so all courses share them.
  shared ??= createHighlighter({ themes: [theme], langs: [...languages] });
  const highlighter = await shared;
  return (code, language) => highlightWith(highlighter, code, language);
}

function highlightWith(highlighter: Highlighter, code: string, language: string): string {
  // An unknown language is reported by who reads the lesson.
  if (plainLanguages.includes(language) || !knownLanguages().includes(language)) return escapeHtml(code);
  // A variable must come out in one piece, so the highlighter sees a plain word in its place.
  const held = code.replaceAll(/\{\{(\w+)\}\}/g, 'zqv$1vqz');
  const lines = highlighter.codeToTokensBase(held, { lang: (aliases[language] ?? language) as 'sh', theme });
  const html = lines.map((line) => line.map(({ content, color }) => spanOf(content, color)).join('')).join('\n');
  return html.replaceAll(/zqv(\w+?)vqz/g, '{{$1}}');
}

function spanOf(content: string, color: string | undefined): string {
  // The content security policy forbids style attributes, so the variable's name becomes a class.
  const name = color?.match(/^var\(--code-token-([a-z-]+)\)$/)?.[1];
  return name === undefined ? escapeHtml(content) : `<span class="code-${name}">${escapeHtml(content)}</span>`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
