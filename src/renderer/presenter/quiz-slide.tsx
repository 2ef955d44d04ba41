import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import type { QuizBlock } from '../../shared/course/course.ts';
import { WithCode } from '../lesson/with-code.tsx';

/** A question for the room: no answer is taken here, the right one is shown when it is asked for. */
export function QuizSlide({ quiz, isRevealed }: { quiz: QuizBlock; isRevealed: boolean }): ReactElement {
  const right = quiz.options.find((option) => option.right);
  return (
    <div className="room-quiz">
      <p className="room-question">
        <WithCode text={quiz.question} />
      </p>
      <ol className="room-options" aria-label="Answers">
        {quiz.options.map((option, index) => {
          const state = !isRevealed ? 'open' : option.right ? 'right' : 'wrong';
          return (
            <li key={option.text} className={`room-option room-option-${state}`}>
              <span className="room-letter" aria-hidden>
                {state === 'right' ? <Check /> : String.fromCharCode(65 + index)}
              </span>
              <span className="room-option-text">
                <WithCode text={option.text} />
              </span>
              {state === 'right' ? <span className="room-word">right</span> : null}
            </li>
          );
        })}
      </ol>
      {isRevealed && right !== undefined ? (
        <p className="room-because">
          <WithCode text={right.because} />
        </p>
      ) : null}
    </div>
  );
}
