import { Lightbulb } from 'lucide-react';
import { useEffect, useRef, type ReactElement } from 'react';
import type { Step } from '../../shared/course/course.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { hintNames } from './hint-names.ts';
import { bringIntoSight } from './into-sight.ts';
import { Prose } from './prose.tsx';

/** The hints that were opened, from a nudge to the whole answer. */
export function Hints({ step }: { step: Step }): ReactElement | null {
  const model = useModel();
  const count = useFacts((facts) => facts.progress.steps[step.id]?.hints ?? 0);
  const problem = useSelect(model.lesson.store, (state) => state.problems['hints']);
  const last = useRef<HTMLLIElement>(null);
  const seen = useRef(count);
  useEffect(() => {
    if (count > seen.current && last.current !== null) bringIntoSight(last.current);
    seen.current = count;
  }, [count]);
  const opened = step.hints.slice(0, count);
  if (opened.length === 0 && problem === undefined) return null;
  return (
    <section className="hints" aria-label="Hints">
      <ol className="hints-list">
        {opened.map((hint, index) => (
          <li key={`${hint.level}-${index}`} className="hint" ref={index === opened.length - 1 ? last : undefined}>
            <Lightbulb aria-hidden className="hint-icon" />
            <div>
              <h3 className="hint-title">{hintNames[hint.level]}</h3>
              <Prose html={hint.html} className="prose-small" />
            </div>
          </li>
        ))}
      </ol>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </section>
  );
}
