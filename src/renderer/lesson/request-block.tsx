import { Check, LoaderCircle, RotateCw, Send, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { RequestBlock, Step } from '../../shared/course/course.ts';
import type { HttpAnswer } from '../../shared/domain/http.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { WithTip } from '../components/icon-button.tsx';
import { formatDuration } from '../format/time.ts';
import { verdictNames } from '../state/announcements.ts';
import { blockPlace } from '../state/lesson.ts';
import { useModel, useSelect } from '../state/model-context.tsx';
import { targetName } from '../terminal/target-name.ts';

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
            aria-label={`Send: ${block.method} ${block.url}`}
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
          {answer === undefined || answer === 'asking' ? null : <Answer block={block} answer={answer} />}
        </div>
      </div>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </div>
  );
}

function Answer({ block, answer }: { block: RequestBlock; answer: HttpAnswer }): ReactElement {
  const isExpected = answer.verdict === block.expects && (block.status === undefined || answer.status === block.status);
  const words = answer.verdict === 'delivered' ? `Answered ${answer.status ?? ''}`.trim() : verdictNames[answer.verdict];
  const aside = block.expects !== 'delivered' && isExpected ? ', as expected' : '';
  const body = answer.body?.trimEnd() ?? '';
  return (
    <div className={`answer ${isExpected ? 'answer-expected' : 'answer-other'}`}>
      <p className="answer-verdict">
        {isExpected ? <Check aria-hidden /> : <X aria-hidden />}
        <strong>
          {words}
          {aside}
        </strong>
        <span className="answer-time">
          {answer.milliseconds < 1000 ? `${Math.round(answer.milliseconds)} ms` : formatDuration(answer.milliseconds)}
        </span>
      </p>
      {answer.reason === undefined ? null : <p className="answer-reason">{answer.reason}</p>}
      {isExpected ? null : (
        <p className="answer-reason">
          The lesson shows {expectedOf(block)}. Right after a push, the new container or the program in it may not be ready: wait a moment,
          then send it again.
        </p>
      )}
      {body === '' ? null : (
        <pre className="answer-body" tabIndex={0} aria-label="Answer">
          {body}
        </pre>
      )}
    </div>
  );
}

function expectedOf({ expects, status }: RequestBlock): string {
  if (expects === 'delivered') return status === undefined ? 'an answer' : `the answer ${status}`;
  return { refused: 'a refused connection', unresolved: 'a name that is not found', timeout: 'no answer at all' }[expects];
}
