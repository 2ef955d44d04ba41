import { useEffect, useRef, type ReactElement } from 'react';
import type { LessonBlock, Step } from '../../shared/course/course.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useModel, usePlace, useSelect } from '../state/model-context.tsx';
import { ChecksList } from './checks-list.tsx';
import { CommandBlockCard } from './command-block.tsx';
import { EditBlockCard } from './edit-block.tsx';
import { ConceptFigure } from './concepts/concept-figure.tsx';
import { FigureCard } from './figure-card.tsx';
import { Hints } from './hints.tsx';
import { Prose } from './prose.tsx';
import { QuizBlockCard } from './quiz-block.tsx';
import { RequestBlockCard } from './request-block.tsx';
import { StepFooter } from './step-footer.tsx';
import { SummaryCard } from './summary-card.tsx';
import { StepsNavigation } from './steps-navigation.tsx';

/** The voice: what to do and why, and whether it worked. */
export function Lesson(): ReactElement {
  const { section, step } = usePlace();
  const problem = useSelect(useModel().lesson.store, (state) => state.problems['place']);
  return (
    <section className="lesson" aria-label="Lesson" tabIndex={-1} data-region="lesson">
      <StepsNavigation section={section} currentId={step.id} />
      <StepPage key={step.id} step={step}>
        {problem === undefined ? null : <ProblemNote problem={problem} />}
      </StepPage>
      <StepFooter />
    </section>
  );
}

function StepPage({ step, children }: { step: Step; children: ReactElement | null }): ReactElement {
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    page.current?.scrollTo({ top: 0 });
  }, []);
  return (
    // Scrollable content must be reachable by keyboard even where nothing in it can be focused.
    <div className="lesson-page" ref={page} tabIndex={0} role="group" aria-label={`Step ${step.number}`}>
      <article className="lesson-column">
        <header>
          <h1 className="step-title">
            <span className="step-number">{step.number}</span> {step.title}
          </h1>
          <p className="step-aim">{step.aim}</p>
        </header>
        {children}
        {step.blocks.map((block, index) => (
          <Block key={block.kind === 'prose' ? `prose-${index}` : block.id} step={step} block={block} />
        ))}
        <ChecksList step={step} />
        <Hints step={step} />
      </article>
    </div>
  );
}

/** One block of a step, whatever its kind. */
export function Block({ step, block }: { step: Step; block: LessonBlock }): ReactElement {
  switch (block.kind) {
    case 'prose':
      return <Prose html={block.html} />;
    case 'command':
      return <CommandBlockCard step={step} block={block} />;
    case 'edit':
      return <EditBlockCard step={step} block={block} />;
    case 'request':
      return <RequestBlockCard step={step} block={block} />;
    case 'quiz':
      return <QuizBlockCard step={step} block={block} />;
    case 'figure':
      return <FigureCard block={block} />;
    case 'summary':
      return <SummaryCard block={block} />;
    case 'drawing':
      return <ConceptFigure block={block} />;
  }
}
