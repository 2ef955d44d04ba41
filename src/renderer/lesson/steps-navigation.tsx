import { Check, ListTree } from 'lucide-react';
import type { MouseEvent, ReactElement } from 'react';
import type { Section } from '../../shared/course/course.ts';
import { IconButton, WithTip } from '../components/icon-button.tsx';
import { useFacts, useModel } from '../state/model-context.tsx';

export function StepsNavigation({ section, currentId }: { section: Section; currentId: string }): ReactElement {
  const model = useModel();
  const done = useFacts((facts) => facts.progress.steps);

  function go(event: MouseEvent, stepId: string): void {
    event.preventDefault();
    void model.goTo(stepId);
  }

  return (
    <nav className="steps" aria-label="Steps">
      <ol className="steps-list">
        {section.steps.map((step) => {
          const isDone = done[step.id]?.passed === true;
          const isCurrent = step.id === currentId;
          return (
            <li key={step.id} className="steps-item">
              <WithTip tip={`${step.title}, about ${step.minutes} min`}>
                <a
                  className={`steps-link ${isDone ? 'is-done' : ''}`}
                  href={`#${step.id}`}
                  aria-current={isCurrent ? 'step' : undefined}
                  aria-label={`${step.number} ${step.title}${isDone ? ', done' : ''}`}
                  onClick={(event) => go(event, step.id)}
                >
                  <span className="steps-bar" />
                  <span className="steps-name">
                    {step.number}
                    {isDone ? <Check className="steps-done" aria-hidden /> : null}
                  </span>
                </a>
              </WithTip>
            </li>
          );
        })}
      </ol>
      <IconButton label="All steps" onClick={() => model.screen.setState({ overlay: 'steps' })}>
        <ListTree aria-hidden />
      </IconButton>
    </nav>
  );
}
