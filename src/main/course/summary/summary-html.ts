import { dayOf, spent, stateWords, type Summary, type SummaryStep } from './summary.ts';

/** The summary as a page that needs nothing else: no script, no address; it follows light and dark, and prints on white. */
export function summaryHtml(summary: Summary): string {
  const time = spent(summary.seconds);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(summary.course)}: what I did</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<p class="kind">What I did</p>
<h1>${escaped(summary.course)}</h1>
<p class="facts">${dayOf(summary.date)}<span>${summary.done} of ${summary.of} steps</span>${time === '' ? '' : `<span>${time} of work</span>`}</p>
</header>
${summary.sections.map(({ number, title, steps }) => `<section>\n<h2><span>${escaped(number)}</span> ${escaped(title)}</h2>\n<ol>\n${steps.map(stepHtml).join('\n')}\n</ol>\n</section>`).join('\n')}
<footer>${legend(summary)}</footer>
</main>
</body>
</html>
`;
}

function stepHtml(step: SummaryStep): string {
  const facts = [spent(step.seconds), step.hints === 0 ? '' : `${step.hints} ${step.hints === 1 ? 'hint' : 'hints'}`].filter(
    (fact) => fact !== '',
  );
  const mark = { done: '✓', shown: '◐', open: '○' }[step.state];
  return `<li class="${step.state}">
<p class="step"><span class="mark" aria-hidden="true">${mark}</span><span class="number">${escaped(step.number)}</span>
<span class="title">${escaped(step.title)}<span class="aim">${escaped(step.aim)}</span></span>
<span class="state">${stateWords[step.state]}${facts.map((fact) => `<span>${fact}</span>`).join('')}</span></p>
${step.answers.map(({ question, answer, isRight }) => `<p class="answer">${escaped(question)} <b>${escaped(answer)}</b> <span>${isRight ? 'Right.' : 'Not quite.'}</span></p>`).join('\n')}
</li>`;
}

function legend({ sections }: Summary): string {
  const hasShown = sections.some(({ steps }) => steps.some(({ state }) => state === 'shown'));
  return `Times are those of work; pauses do not count.${hasShown ? ' “Shown” steps were done with “Do it for me”.' : ''}`;
}

function escaped(text: string): string {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  return plain
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `<code>${part}</code>` : part))
    .join('');
}

const style = `
:root { color-scheme: light dark; --page: #f3f3ef; --sheet: #fff; --ink: #1c1e21; --ink-soft: #5c6068; --ink-answer: #3a3d43; --line: #dcdcd5; --ok: #0b6e45; --shown: #8a5300; }
@media screen and (prefers-color-scheme: dark) { :root { --page: #131519; --sheet: #1b1e24; --ink: #e8e9ec; --ink-soft: #a3a8b2; --ink-answer: #c9ccd3; --line: #343941; --ok: #5fc794; --shown: #e0a64a; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 Inter, system-ui, sans-serif; }
main { max-width: 46rem; margin: 3rem auto; padding: 3rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; }
.kind { margin: 0; color: var(--ink-soft); }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; letter-spacing: -0.02em; }
.facts { margin: 0.75rem 0 0; color: var(--ink-soft); }
.facts span::before, .state span::before { content: " · "; }
section { margin-top: 2rem; break-inside: avoid-page; }
h2 { margin: 0 0 0.25rem; padding-bottom: 0.375rem; border-bottom: 1px solid var(--line); font-size: 1.0625rem; }
h2 span { color: var(--ink-soft); font-weight: 400; }
ol { margin: 0; padding: 0; list-style: none; }
li { padding: 0.5rem 0; break-inside: avoid; }
.step { display: flex; gap: 0.625rem; align-items: baseline; margin: 0; }
.mark { width: 1.125rem; color: var(--ok); font-weight: 700; text-align: center; }
.open .mark { color: var(--ink-soft); }
.shown .mark { color: var(--shown); }
.number { min-width: 2.75rem; color: var(--ink-soft); font-variant-numeric: tabular-nums; }
.title { flex: 1; font-weight: 600; }
.open .title { font-weight: 400; }
.aim { display: block; color: var(--ink-soft); font-size: 0.875rem; font-weight: 400; }
.state { color: var(--ink-soft); font-size: 0.875rem; text-align: right; }
.answer { margin: 0.25rem 0 0 5rem; color: var(--ink-answer); font-size: 0.875rem; }
.answer b { font-weight: 600; }
.answer span { color: var(--ink-soft); }
code { font: 0.875em "JetBrains Mono", ui-monospace, monospace; }
footer { margin-top: 2rem; padding-top: 0.75rem; border-top: 1px solid var(--line); color: var(--ink-soft); font-size: 0.875rem; }
@media (max-width: 40rem) { main { margin: 0; padding: 1.25rem; border: 0; border-radius: 0; } .answer { margin-left: 0; } .step { flex-wrap: wrap; } }
@media print { body { background: #fff; font-size: 11pt; } main { max-width: none; margin: 0; padding: 0; border: 0; } @page { margin: 18mm; } }
`;
