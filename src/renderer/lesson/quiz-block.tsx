import { Check, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { QuizBlock, Step } from '../../shared/course/course.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';

/** A question before the learner tries it; a wrong answer explains itself and another may be chosen. */
export function QuizBlockCard({ step, block }: { step: Step; block: QuizBlock }): ReactElement {
  const model = useModel();
  const answer = useFacts((facts) => facts.progress.steps[step.id]?.answers[block.id]);
  const problem = useSelect(model.lesson.store, (state) => state.problems[block.id]);
  const chosen = answer === undefined ? undefined : block.options[answer];
  return (
    <div className="block-group" data-block={block.id}>
      <fieldset className="quiz">
        <legend className="quiz-question">
          <WithCode text={block.question} />
        </legend>
        {block.options.map((option, index) => {
          const isChosen = answer === index;
          const verdict = isChosen ? (option.right ? 'right' : 'wrong') : 'open';
          return (
            <label key={option.text} className={`quiz-option quiz-${verdict}`}>
              <input
                type="radio"
                name={`${step.id}-${block.id}`}
                checked={isChosen}
                onChange={() => {
                  model.announcer.announce(`${option.right ? 'Right' : 'Not quite'}. ${option.because.replaceAll('`', '')}`);
                  void model.answer(block.id, index);
                }}
              />
              <span>
                <WithCode text={option.text} />
              </span>
              {verdict === 'right' ? <Check className="quiz-mark" aria-hidden /> : null}
              {verdict === 'wrong' ? <X className="quiz-mark" aria-hidden /> : null}
            </label>
          );
        })}
        {chosen === undefined ? null : (
          <p className={`quiz-because ${chosen.right ? 'quiz-because-right' : 'quiz-because-wrong'}`}>
            <strong>{chosen.right ? 'Right.' : 'Not quite.'}</strong> <WithCode text={chosen.because} />
          </p>
        )}
      </fieldset>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </div>
  );
}

/** What stands between backticks is code. */
function WithCode({ text }: { text: string }): ReactElement {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;
}
