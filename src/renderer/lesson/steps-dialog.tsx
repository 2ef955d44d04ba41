import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Step } from '../../shared/course/course.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useFacts, useModel, usePlace, useSelect } from '../state/model-context.tsx';

/** The whole course on one page: look at any step, or start there with files and device as it needs them. */
export function StepsDialog(): ReactElement {
  const model = useModel();
  const course = useFacts((facts) => facts.course);
  const isOpen = useSelect(model.screen, ({ overlay }) => overlay === 'steps');
  return (
    <Dialog title="All steps" isOpen={isOpen} onClose={() => model.screen.setState({ overlay: undefined })} size="wide">
      <p className="soft">
        Choose a step to look at it. <strong>Start here</strong> also brings your files and the device to where the step begins.
      </p>
      <div className="all-steps">
        {course.sections.map((section) => (
          <section key={section.number} aria-label={`${section.number} ${section.title}`}>
            <h3 className="small-title">
              {section.number} {section.title}
            </h3>
            <ol className="all-steps-list">
              {section.steps.map((step) => (
                <Row key={step.id} step={step} />
              ))}
            </ol>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Row({ step }: { step: Step }): ReactElement {
  const model = useModel();
  const { step: here } = usePlace();
  const isDone = useFacts((facts) => facts.progress.steps[step.id]?.passed === true);
  return (
    <li className={`all-steps-row ${step.id === here.id ? 'is-current' : ''}`}>
      <a
        href={`#${step.id}`}
        aria-current={step.id === here.id ? 'step' : undefined}
        aria-label={`${step.number} ${step.title}${isDone ? ', done' : ''}`}
        onClick={(event) => {
          event.preventDefault();
          model.screen.setState({ overlay: undefined });
          void model.goTo(step.id);
        }}
      >
        <span className="all-steps-number">{step.number}</span>
        <span className="all-steps-title">{step.title}</span>
        {isDone ? <Check aria-hidden className="steps-done" /> : null}
        <span className="soft">{step.minutes} min</span>
      </a>
      <Button look="quiet" aria-label={`Start here: ${step.number} ${step.title}`} onClick={() => model.askToStartAt(step.id)}>
        Start here…
      </Button>
    </li>
  );
}
