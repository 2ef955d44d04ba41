import { Check, Copy, Laptop, LoaderCircle, Play, RotateCw, Square, SquareTerminal, X } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { CommandBlock, Step } from '../../shared/course/course.ts';
import { Button } from '../components/button.tsx';
import { IconButton, WithTip } from '../components/icon-button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { formatDuration } from '../format/time.ts';
import { firstLine } from '../state/announcements.ts';
import { hasWorked, nextCommand } from '../state/course-position.ts';
import type { BlockRun } from '../../shared/course/progress.ts';
import { useModel, useSelect } from '../state/model-context.tsx';
import { useNow } from '../state/use-now.ts';
import { targetName } from '../terminal/target-name.ts';
import { NeedsCloudNote } from './needs-cloud-note.tsx';

const noRuns = {};

/** A command of the lesson: run it here, or copy it; how it ended stands beside it. */
export function CommandBlockCard({ step, block }: { step: Step; block: CommandBlock }): ReactElement {
  const model = useModel();
  const runs = useSelect(model.lesson.store, (state) => state.runs[step.id] ?? noRuns);
  const refusal = useSelect(model.lesson.store, (state) => state.problems[block.id]);
  const run: BlockRun | undefined = (runs as Record<string, BlockRun>)[block.id];
  const problem = refusal ?? run?.problem;
  const isTaken = problem?.code === 'terminal-busy' || problem?.code === 'line-half-typed';
  const isNext = nextCommand(step, runs)?.id === block.id;
  const isUnderWay = run?.state === 'waiting' || run?.state === 'running';
  const canStop = isUnderWay || (block.endless && run?.state === 'sent' && run.milliseconds === undefined);
  const place = placeOf(block, step);
  const name = firstLine(block.text);
  const isHere = block.needsCloud === undefined;
  return (
    <div className="block-group" data-block={block.id}>
      <div className={`command ${run === undefined ? '' : `command-${run.state}`}`}>
        <WithTip tip={!isHere ? 'Needs a cloud' : isNext ? 'Run (Ctrl+Enter)' : run === undefined ? 'Run' : 'Run again'}>
          <button
            type="button"
            className={`run-button ${isNext && !isUnderWay ? 'run-next' : ''}`}
            aria-label={`Run: ${name}`}
            aria-disabled={!isHere || isUnderWay ? true : undefined}
            onClick={() => {
              if (isHere && !isUnderWay) void model.runBlock(block.id);
            }}
          >
            {isUnderWay ? (
              <LoaderCircle className="turning" aria-hidden />
            ) : run === undefined || isNext ? (
              <Play aria-hidden />
            ) : (
              <RotateCw aria-hidden />
            )}
          </button>
        </WithTip>
        <div className="command-body">
          {place === undefined ? null : (
            <div className="command-place">
              {block.target.kind === 'laptop' ? <Laptop aria-hidden /> : <SquareTerminal aria-hidden />}
              {place}
            </div>
          )}
          <pre className="command-text">
            <CommandText text={block.text.replace(/\n$/, '')} />
            <RunState block={block} run={run} />
          </pre>
        </div>
        {canStop ? (
          <IconButton
            label={`Stop: ${name}`}
            tip={run.state === 'waiting' ? 'Do not wait' : 'Stop (as Ctrl+C)'}
            className="stop-button"
            onClick={() => void model.cancelBlock(block.id)}
          >
            <Square aria-hidden />
          </IconButton>
        ) : null}
        <CopyButton text={block.text} name={name} />
      </div>
      <CommandOutput block={block} run={run} />
      {isHere ? null : <NeedsCloudNote step={step} block={block} />}
      {problem === undefined ? null : (
        <ProblemNote problem={problem} isQuestion={isTaken}>
          {isTaken ? (
            <>
              <Button onClick={() => void model.runBlock(block.id, 'new-terminal')}>Run in a new terminal</Button>
              <Button onClick={() => void model.runBlock(block.id, 'wait')}>Wait for it</Button>
              <Button onClick={() => void model.runBlock(block.id, 'interrupt')}>
                {problem.code === 'terminal-busy' ? 'Interrupt it' : 'Clear the line'}
              </Button>
            </>
          ) : problem.code === 'not-interrupted' ? (
            <Button onClick={() => void model.runBlock(block.id, 'new-terminal')}>Run in a new terminal</Button>
          ) : undefined}
        </ProblemNote>
      )}
    </div>
  );
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

function RunState({ block, run }: { block: CommandBlock; run: BlockRun | undefined }): ReactElement | null {
  if (run === undefined) return null;
  if (run.state === 'waiting') return <span className="run-state">waiting</span>;
  if (run.state === 'running') return <Elapsed since={run.startedAt} />;
  // No exit code is known: a command without end was started in a terminal of its own; one in a service has come back to its prompt.
  if (run.state === 'sent') return <span className="run-state">{block.endless && run.milliseconds === undefined ? 'started' : 'ran'}</span>;
  if (run.state === 'lost')
    return (
      <span className="run-state run-failed">
        <X role="img" aria-label="Failed" /> not finished
      </span>
    );
  // A command without end ends when it is stopped: that is no failure.
  if (block.endless && hasWorked(block, run)) return <span className="run-state">ended</span>;
  const time = run.milliseconds === undefined ? '' : formatDuration(run.milliseconds);
  if (hasWorked(block, run)) {
    const exit = block.expects === 0 ? time : `exit ${block.expects}, as expected`;
    return (
      <span className="run-state run-ok">
        <Check role="img" aria-label="Worked" /> {exit}
      </span>
    );
  }
  return (
    <span className="run-state run-failed">
      <X role="img" aria-label="Failed" /> exit {run.exitCode}
    </span>
  );
}

function Elapsed({ since }: { since: number | undefined }): ReactElement {
  const now = useNow(1000);
  const seconds = since === undefined ? 0 : Math.max(0, now - since);
  return (
    <span className="run-state run-going">
      {seconds < 1000 ? 'running' : formatDuration(Math.round(seconds / 1000) * 1000).replace('.0', '')}
    </span>
  );
}

/** What the command printed, folded; one that failed shows it at once. */
function CommandOutput({ block, run }: { block: CommandBlock; run: BlockRun | undefined }): ReactElement | null {
  const output = run?.output?.trimEnd() ?? '';
  if (run === undefined || output === '') return null;
  const lines = output.split('\n').length;
  const hasFailed = run.state === 'done' && !hasWorked(block, run);
  return (
    <details key={`${run.startedAt ?? ''}`} className="command-output" open={hasFailed}>
      <summary>Output, {lines === 1 ? 'one line' : `${lines} lines`}</summary>
      <pre tabIndex={0} aria-label={`Output of ${firstLine(block.text)}`}>
        {output}
      </pre>
    </details>
  );
}

function CopyButton({ text, name }: { text: string; name: string }): ReactElement {
  const model = useModel();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    model.announcer.announce('Copied.');
  }

  return (
    <IconButton label={`Copy: ${name}`} tip={copied ? 'Copied' : 'Copy'} className="copy-button" onClick={() => void copy()}>
      {copied ? <Check className="is-ok" aria-hidden /> : <Copy aria-hidden />}
    </IconButton>
  );
}

/** Said only where it is not plain: in another folder than the step's, in a service, on the device. */
function placeOf(block: CommandBlock, step: Step): string | undefined {
  if (block.target.kind === 'laptop') return block.folder === undefined || block.folder === step.folder ? undefined : `in ${block.folder}`;
  return `in ${targetName(block.target)}`;
}
