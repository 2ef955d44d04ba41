import { Check, X } from 'lucide-react';
import type { KeyboardEvent, ReactElement } from 'react';
import type { QuizBlock, Step } from '../../shared/course/course.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { blockPlace } from '../state/lesson.ts';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { WithCode } from './with-code.tsx';

/**
 * A question; a wrong answer explains itself and another may be chosen. A prediction is made once, before it is tried: it then shows what
 * was thought beside what is so.
 */
export function QuizBlockCard({ step, block }: { step: Step; block: QuizBlock }): ReactElement {
  const model = useModel();
  const answer = useFacts((facts) => facts.progress.steps[step.id]?.answers[block.id]);
  const problem = useSelect(model.lesson.store, (state) => state.problems[blockPlace(step.id, block.id)]);
  const chosen = answer === undefined ? undefined : block.options[answer];
  const right = block.options.find((option) => option.right);
  const isSettled = block.predict && chosen !== undefined;
  return (
    <div className="block-group" data-block={block.id}>
      <fieldset className="quiz">
        <legend className="quiz-question">
          {block.predict ? <span className="quiz-kind">{isSettled ? 'Your prediction' : 'Predict, then try'}</span> : null}
          <WithCode text={block.question} />
        </legend>
        {block.options.map((option, index) => {
          const isChosen = answer === index;
          const verdict = isChosen || (isSettled && option.right) ? (option.right ? 'right' : 'wrong') : 'open';
          return (
            <label key={option.text} className={`quiz-option quiz-${verdict}`}>
              <input
                type="radio"
                name={`${step.id}-${block.id}`}
                checked={isChosen}
                aria-disabled={isSettled ? true : undefined}
                onKeyDown={moveOnly}
                onChange={() => {
                  if (isSettled) return;
                  model.announcer.announce(`${option.right ? 'Right' : 'Not quite'}. ${option.because.replaceAll('`', '')}`);
                  void model.answer(block.id, index);
                }}
              />
              <span>
                <WithCode text={option.text} />
              </span>
              {/* Its room is kept, so that an answer does not wrap its line anew. */}
              {verdict === 'open' ? <svg className="quiz-mark" aria-hidden /> : null}
              {verdict === 'right' ? <Check className="quiz-mark" aria-hidden /> : null}
              {verdict === 'wrong' ? <X className="quiz-mark" aria-hidden /> : null}
            </label>
          );
        })}
        {chosen === undefined ? null : (
          <p className={`quiz-because ${chosen.right ? 'quiz-because-right' : 'quiz-because-wrong'}`}>
            <strong>{chosen.right ? 'Right.' : 'Not quite.'}</strong> <WithCode text={chosen.because} />
            {isSettled && !chosen.right && right !== undefined ? (
              <>
                {' '}
                <WithCode text={right.because} />
              </>
            ) : null}
          </p>
        )}
      </fieldset>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </div>
  );
}

/** Arrows look at the answers and Space gives one: chosen on the way, the first answer beside it would be the prediction. */
function moveOnly(event: KeyboardEvent<HTMLInputElement>): void {
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const answers = [...(event.currentTarget.closest('fieldset')?.querySelectorAll<HTMLInputElement>('input[type=radio]') ?? [])];
  answers.at((answers.indexOf(event.currentTarget) + by) % answers.length)?.focus();
}
