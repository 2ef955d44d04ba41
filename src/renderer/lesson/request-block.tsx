import { Check, LoaderCircle, RotateCw, Send, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { RequestBlock, Step } from '../../shared/course/course.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { WithTip } from '../components/icon-button.tsx';
import { isChanging } from '../device/is-changing.ts';
import { formatDuration } from '../format/time.ts';
import { verdictNames } from '../state/announcements.ts';
import { blockPlace, type Answered } from '../state/lesson.ts';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { targetName } from '../terminal/tabs/target-name.ts';
import { isExpected, requestName, whyUnexpected } from './request-words.ts';

/** A request of the lesson: send it, and see under it what came back, or why nothing did. */
export function RequestBlockCard({ step, block }: { step: Step; block: RequestBlock }): ReactElement {
  const model = useModel();
  const answer = useSelect(model.lesson.store, (state) => state.answers[step.id]?.[block.id]);
  const problem = useSelect(model.lesson.store, (state) => state.problems[blockPlace(step.id, block.id)]);
  const isAsking = answer === 'asking';
  const from = block.from.kind === 'laptop' ? 'the laptop' : targetName(block.from);
  return (
    <div className="block-group" data-block={block.id}>
      <div className="command request">
        <WithTip tip={answer === undefined ? 'Send' : 'Send again'}>
          <button
            type="button"
            className="run-button"
            aria-label={`Send: ${requestName(step, block)}`}
            aria-disabled={isAsking ? true : undefined}
            onClick={() => {
              if (!isAsking) void model.ask(block);
            }}
          >
            {isAsking ? (
              <LoaderCircle className="turning" aria-hidden />
            ) : answer === undefined ? (
              <Send aria-hidden />
            ) : (
              <RotateCw aria-hidden />
            )}
          </button>
        </WithTip>
        <div className="command-body">
          <pre className="command-text">
            <code>
              <span className="request-method">{block.method}</span> <span className="command-word">{block.url}</span>
            </code>
          </pre>
          <div className="command-row">
            <span className="command-place">from {from}</span>
          </div>
          {answer === undefined || answer === 'asking' ? null : <Answer step={step} block={block} answer={answer} />}
        </div>
      </div>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </div>
  );
}

function Answer({ step, block, answer }: { step: Step; block: RequestBlock; answer: Answered }): ReactElement {
  const lab = useFacts((facts) => facts.lab);
  const engine = useFacts((facts) => facts.engine);
  const isAsShown = isExpected(block, answer);
  const words = answer.verdict === 'delivered' ? `Answered ${answer.status ?? ''}`.trim() : verdictNames[answer.verdict];
  const aside = block.expects !== 'delivered' && isAsShown ? ', as expected' : '';
  const body = answer.body?.trimEnd() ?? '';
  return (
    <div className={`answer ${isAsShown ? 'answer-expected' : 'answer-other'}`}>
      <p className="answer-verdict">
        {isAsShown ? <Check aria-hidden /> : <X aria-hidden />}
        <strong>
          {words}
          {aside}
        </strong>
        <span className="answer-time">
          {answer.milliseconds < 1000 ? `${Math.round(answer.milliseconds)} ms` : formatDuration(answer.milliseconds)}
        </span>
      </p>
      {answer.reason === undefined ? null : <p className="answer-reason">{answer.reason}</p>}
      {isAsShown ? null : <p className="answer-reason">{whyUnexpected(step, block, answer, isChanging(lab, engine, answer.at))}</p>}
      {body === '' ? null : (
        <pre className="answer-body" tabIndex={0} aria-label="Answer">
          {body}
        </pre>
      )}
    </div>
  );
}
