import { Download, FileText } from 'lucide-react';
import type { ReactElement } from 'react';
import type { SummaryBlock } from '../../shared/course/course.ts';
import { Button } from '../components/button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { allSteps } from '../state/course-position.ts';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { WithCode } from './with-code.tsx';

/** How far the learner has come, and the summary as a file to keep. */
export function SummaryCard({ block }: { block: SummaryBlock }): ReactElement {
  const model = useModel();
  const course = useFacts((facts) => facts.course);
  const records = useFacts((facts) => facts.progress.steps);
  const problem = useSelect(model.lesson.store, (state) => state.problems['summary']);
  const steps = allSteps(course);
  const done = steps.filter(({ id }) => records[id]?.passed === true).length;
  const minutes = Math.round(steps.reduce((sum, { id }) => sum + (records[id]?.seconds ?? 0), 0) / 60);
  return (
    <div className="block-group" data-block={block.id}>
      <div className="summary-card">
        <FileText aria-hidden className="figure-icon" />
        <div className="summary-text">
          <p>
            <WithCode text={block.caption} />
          </p>
          <p className="soft">
            {done} of {steps.length} steps done{minutes === 0 ? '' : `, ${minutes} min of work`}
          </p>
        </div>
        <div className="summary-ways">
          <Button onClick={() => void model.saveSummary('html')}>
            <Download aria-hidden /> Save as HTML
          </Button>
          <Button onClick={() => void model.saveSummary('markdown')}>
            <Download aria-hidden /> Save as Markdown
          </Button>
        </div>
      </div>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
    </div>
  );
}
