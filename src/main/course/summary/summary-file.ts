import { summaryHtml } from './summary-html.ts';
import { summaryMarkdown } from './summary-markdown.ts';
import type { Summary } from './summary.ts';

export interface SummaryFile {
  /** A file name for every system, with the day. */
  name: string;
  /** MIME type. */
  type: string;
  text: string;
}

export function summaryFile(summary: Summary, form: 'html' | 'markdown'): SummaryFile {
  const words = summary.course.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const { date } = summary;
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
  const name = `${words.replaceAll(/^-+|-+$/g, '')}-${day}`;
  return form === 'html'
    ? { name: `${name}.html`, type: 'text/html', text: summaryHtml(summary) }
    : { name: `${name}.md`, type: 'text/markdown', text: summaryMarkdown(summary) };
}
