import { dayOf, spent, stateWords, type Summary, type SummaryStep } from './summary.ts';

/** The summary as Markdown: a list of steps for each section, with the answers below them. */
export function summaryMarkdown(summary: Summary): string {
  const time = spent(summary.seconds);
  const lines = [
    `# ${escaped(summary.course)}: what I did`,
    '',
    `${dayOf(summary.date)}. ${summary.done} of ${summary.of} steps${time === '' ? '' : `, ${time} of work`}.`,
  ];
  for (const { number, title, steps } of summary.sections) {
    lines.push('', `## ${number} ${escaped(title)}`, '');
    for (const step of steps) lines.push(...linesOf(step));
  }
  return `${lines.join('\n')}\n`;
}

function linesOf(step: SummaryStep): string[] {
  const facts = [
    stateWords[step.state],
    spent(step.seconds),
    step.hints === 0 ? '' : `${step.hints} ${step.hints === 1 ? 'hint' : 'hints'}`,
  ].filter((fact) => fact !== '');
  return [
    `- [${step.state === 'open' ? ' ' : 'x'}] **${step.number} ${escaped(step.title)}**: ${escaped(step.aim)} (${facts.join(', ')})`,
    ...step.answers.map(
      ({ question, answer, isRight }) => `  - ${escaped(question)} ${escaped(answer)} ${isRight ? '(right)' : '(not quite)'}`,
    ),
  ];
}

/** Text as text: what stands between backticks stays code, all else has no meaning for Markdown. */
function escaped(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `\`${part}\`` : part.replaceAll(/[\\*_#[\]<>|~]/g, '\\$&')))
    .join('');
}
