import { useId, useRef, type ReactElement } from 'react';
import type { CommandBlock, Step } from '../../shared/course/course.ts';
import type { BlockRun } from '../../shared/course/progress.ts';
import { goesOn } from '../../shared/course/run-state.ts';
import { firstLine } from '../state/announcements.ts';
import { nextCommand } from '../state/course-position.ts';
import { blockPlace } from '../state/lesson.ts';
import { useModel, useSelect } from '../state/model-context.tsx';
import { CommandOutput } from './command-output.tsx';
import { CopyButton } from './copy-button.tsx';
import { NeedsCloudNote } from './needs-cloud-note.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { RunButton, type RunButtonProps } from './run-button.tsx';
import { RunPlace } from './run-place.tsx';
import { RunState } from './run-state.tsx';
import { StopButton } from './stop-button.tsx';
import { useSight } from './use-sight.ts';

const noRuns: Readonly<Record<string, BlockRun>> = {};

/** A command of the lesson: run it here, or copy it; how it stands and where it runs is told below it, in a row that is always there. */
export function CommandBlockCard({ step, block }: { step: Step; block: CommandBlock }): ReactElement {
  const model = useModel();
  const runs = useSelect(model.lesson.store, (state) => state.runs[step.id] ?? noRuns);
  const refusal = useSelect(model.lesson.store, (state) => state.problems[blockPlace(step.id, block.id)]);
  const group = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const stateId = useId();
  const run = runs[block.id];
  const problem = refusal ?? run?.problem;
  useSight(group, block.id, problem);
  const isWaiting = run?.state === 'waiting';
  const isGoing = goesOn(block, run);
  const terminalId = run?.terminalId;
  const isThere = useSelect(model.terminals.store, ({ views }) => views.some(({ id }) => id === terminalId));
  const isHere = block.needsCloud === undefined;
  const isNext = nextCommand(step, runs)?.id === block.id;
  const name = firstLine(block.text);
  // One without end is led to rather than waited for.
  const isShown = isGoing && block.endless && isThere;
  return (
    <div className="block-group" data-block={block.id} ref={group}>
      <div className={`command ${isGoing ? 'command-going' : isWaiting ? 'command-waiting' : ''}`}>
        <RunButton
          ref={button}
          name={name}
          look={lookOf(run, isNext, isWaiting, isGoing)}
          tip={
            !isHere
              ? 'Needs a cloud'
              : isShown
                ? 'Show its terminal'
                : isNext
                  ? 'Run (Ctrl+Enter)'
                  : run === undefined
                    ? 'Run'
                    : 'Run again'
          }
          isOff={!isHere || isWaiting || (run?.state === 'running' && !isShown)}
          describedBy={run === undefined ? undefined : stateId}
          onRun={() => void model.runBlock(block.id)}
        />
        <div className="command-body">
          <pre className="command-text">
            <CommandText text={block.text.replace(/\n$/, '')} />
          </pre>
          <div className="command-row">
            <RunPlace step={step} block={block} terminalId={terminalId} heir={button} />
            {run === undefined ? null : <RunState block={block} run={run} id={stateId} />}
            {isWaiting || isGoing ? <StopButton blockId={block.id} name={name} isWaiting={isWaiting} heir={button} /> : null}
          </div>
        </div>
        <CopyButton text={block.text} name={name} />
      </div>
      <CommandOutput block={block} run={run} />
      {isHere ? null : <NeedsCloudNote step={step} block={block} />}
      {problem === undefined ? null : <RefusalNote blockId={block.id} problem={problem} heir={button} />}
    </div>
  );
}

function lookOf(run: BlockRun | undefined, isNext: boolean, isWaiting: boolean, isGoing: boolean): RunButtonProps['look'] {
  if (isWaiting) return 'waiting';
  if (isGoing) return 'going';
  if (isNext) return 'next';
  return run === undefined ? 'fresh' : 'again';
}

/** The command with its words whole: a line breaks between them, inside one only where it is longer than a line. */
function CommandText({ text }: { text: string }): ReactElement {
  return (
    <code>
      {text.split(/(\s+)/).map((part, index) =>
        index % 2 === 1 ? (
          part
        ) : (
          <span key={index} className="command-word">
            {part}
          </span>
        ),
      )}
    </code>
  );
}
