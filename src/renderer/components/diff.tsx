import type { ReactElement } from 'react';
import type { DiffLine } from '../../shared/course/edit.ts';

/** What goes and what comes, line by line; said in words as well as by colour and sign. */
export function Diff({ lines }: { lines: readonly DiffLine[] }): ReactElement {
  return (
    <pre className="diff">
      {lines.map((line, index) => (
        <DiffRow key={index} line={line} />
      ))}
    </pre>
  );
}

function DiffRow({ line }: { line: DiffLine }): ReactElement {
  if (line.kind === 'gap') {
    return (
      <span className="diff-line diff-gap">
        <span className="diff-sign" aria-hidden />
        <span className="diff-text" aria-label="lines between">
          ⋯
        </span>
      </span>
    );
  }
  const sign = line.kind === 'removed' ? '-' : line.kind === 'added' ? '+' : ' ';
  const word = line.kind === 'same' ? null : <span className="visually-hidden">{line.kind === 'removed' ? 'removed: ' : 'added: '}</span>;
  return (
    <span className={`diff-line diff-${line.kind}`}>
      <span className="diff-sign" aria-hidden>
        {sign}
      </span>
      {word}
      <span className="diff-text">{line.text === '' ? '\u200b' : line.text}</span>
    </span>
  );
}
