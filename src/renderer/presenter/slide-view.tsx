import { Check } from 'lucide-react';
import { useEffect, useRef, type ReactElement, type Ref } from 'react';
import type { Step } from '../../shared/course/course.ts';
import { Block } from '../lesson/lesson.tsx';
import { verdictWords } from '../state/announcements.ts';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { formatMinute, planOf } from './clock.ts';
import { QuizSlide } from './quiz-slide.tsx';
import type { ChecksSlide, SectionSlide, Slide, StepSlide } from './slides.ts';
import { useFit } from './use-fit.ts';

/** One slide's text. */
export function SlideView({ slide, revealed, ref }: { slide: Slide; revealed: number; ref: Ref<HTMLElement> }): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const hasMore = useFit(frame, content);
  return (
    <section className={`slide slide-${slide.kind}`} aria-label="Slide" tabIndex={-1} ref={ref}>
      <div className="slide-frame" ref={frame}>
        <div className="slide-content" ref={content}>
          <Content slide={slide} revealed={revealed} />
        </div>
      </div>
      {hasMore ? (
        <p className="slide-more" aria-hidden>
          more below <kbd>↓</kbd>
        </p>
      ) : null}
    </section>
  );
}

function Content({ slide, revealed }: { slide: Slide; revealed: number }): ReactElement {
  switch (slide.kind) {
    case 'cover':
      return <Cover />;
    case 'section':
      return <SectionTitle slide={slide} />;
    case 'step':
      return <StepText slide={slide} revealed={revealed} />;
    case 'checks':
      return <Checks slide={slide} />;
  }
}

function Cover(): ReactElement {
  const course = useFacts((facts) => facts.course);
  const plan = planOf(course);
  return (
    <>
      <p className="slide-over">{course.minutes} minutes</p>
      <h1 className="slide-title-large">{course.title}</h1>
      <p className="slide-aim">{course.summary}</p>
      <ol className="slide-plan" aria-label="Plan">
        {plan.map((section) => (
          <li key={section.number}>
            <span className="slide-plan-number">{section.number}</span>
            <span className="slide-plan-title">{section.title}</span>
            <span className="slide-plan-time">{Math.round(section.to - section.from)} min</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function SectionTitle({ slide: { section } }: { slide: SectionSlide }): ReactElement {
  const course = useFacts((facts) => facts.course);
  const planned = planOf(course).find((one) => one.number === section.number);
  return (
    <>
      <p className="slide-over">
        Section {section.number}
        {planned === undefined ? null : ` · ${formatMinute(planned.from)} to ${formatMinute(planned.to)}`}
      </p>
      <h1 className="slide-title-large">{section.title}</h1>
      <ol className="slide-plan" aria-label="Steps">
        {section.steps.map((step) => (
          <li key={step.id}>
            <span className="slide-plan-number">{step.number}</span>
            <span className="slide-plan-title">{step.title}</span>
            <span className="slide-plan-time">{step.minutes} min</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function StepTitle({ step }: { step: Step }): ReactElement {
  return (
    <h1 className="slide-title">
      <span className="slide-number">{step.number}</span> {step.title}
    </h1>
  );
}

function StepText({ slide, revealed }: { slide: StepSlide; revealed: number }): ReactElement {
  const { step, part, blocks } = slide;
  return (
    <>
      <StepTitle step={step} />
      {part === 1 ? <p className="slide-aim">{step.aim}</p> : null}
      <div className="slide-blocks">
        {blocks.map((block, index) =>
          block.kind === 'quiz' ? (
            <QuizSlide key={block.id} quiz={block} isRevealed={revealed > 0} />
          ) : (
            <Block key={block.kind === 'prose' ? `prose-${index}` : block.id} step={step} block={block} />
          ),
        )}
      </div>
    </>
  );
}

/** Milliseconds between two looks at the checks while the device changes. */
const checkPause = 2000;

function Checks({ slide: { step } }: { slide: ChecksSlide }): ReactElement {
  const model = useModel();
  const results = useSelect(model.lesson.store, (state) => state.checks[step.id]);
  const readAt = useFacts((facts) => facts.lab.readAt);
  const lastCheck = useRef(0);
  useEffect(() => {
    const now = Date.now();
    if (now - lastCheck.current < checkPause) return;
    lastCheck.current = now;
    void model.lesson.check(step);
  }, [model, step, readAt]);
  return (
    <>
      <StepTitle step={step} />
      <p className="slide-aim">Done when</p>
      <ul className="slide-checks" aria-label="Checks">
        {step.checks.map((check) => {
          const verdict = results?.find((result) => result.id === check.id)?.verdict ?? 'not-yet';
          return (
            <li key={check.id}>
              <span className={`slide-verdict slide-verdict-${verdict}`} aria-hidden>
                {verdict === 'passed' ? <Check /> : verdict === 'unknown' ? '?' : null}
              </span>
              <span className="slide-check-text">{check.text}</span>
              <span className="slide-check-word">{verdictWords[verdict]}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
