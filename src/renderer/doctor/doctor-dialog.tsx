import { ClipboardCopy, LoaderCircle } from 'lucide-react';
import type { ReactElement } from 'react';
import { isTrouble, type Finding } from '../../shared/domain/doctor.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { StatusDot } from '../components/status-dot.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';
import { reportOf } from './report.ts';
import { useExamination } from './use-examination.ts';

const groups = ['Programs', 'This machine', 'Fleetlab', 'Environment'] as const;

/** Whether this machine is ready for a class: what was found, and what mends it. */
export function DoctorDialog(): ReactElement {
  const model = useModel();
  const isOpen = useSelect(model.screen, ({ overlay }) => overlay === 'doctor');
  const close = (): void => model.screen.setState({ overlay: undefined });
  return (
    <Dialog title="Is this machine ready for a class?" isOpen={isOpen} onClose={close} size="wide">
      <Examined onLeave={close} />
    </Dialog>
  );
}

function Examined({ onLeave }: { onLeave: () => void }): ReactElement {
  const model = useModel();
  const examination = useExamination();
  const { findings, isUnderWay, problem } = examination;
  return (
    <div className="doctor">
      <Verdict examination={examination} />
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <div className="doctor-groups">
        {groups
          .filter((group) => findings.some((finding) => finding.group === group))
          .map((group) => (
            <Group key={group} name={group} findings={findings.filter((finding) => finding.group === group)} onLeave={onLeave} />
          ))}
      </div>
      <div className="dialog-actions">
        <Button
          disabled={findings.length === 0}
          onClick={() =>
            void navigator.clipboard.writeText(reportOf(findings)).then(() => model.announcer.announce('The report is copied.'))
          }
        >
          <ClipboardCopy aria-hidden />
          Copy the report
        </Button>
        <Button look="primary" disabled={isUnderWay} onClick={examination.again}>
          Look again
        </Button>
      </div>
    </div>
  );
}

function Verdict({ examination }: { examination: ReturnType<typeof useExamination> }): ReactElement {
  const { findings, of, isUnderWay } = examination;
  const troubles = findings.filter(isTrouble).length;
  return (
    <p className="doctor-verdict" role="status">
      {isUnderWay ? (
        <>
          <LoaderCircle className="turning" aria-hidden /> Looking at this machine{of === undefined ? '' : `: ${findings.length} of ${of}`}
        </>
      ) : (
        <>
          <StatusDot meaning={troubles === 0 ? 'ok' : 'refused'} />
          {troubles === 0
            ? 'Ready for a class.'
            : `${troubles} ${troubles === 1 ? 'thing needs' : 'things need'} your hand before a class.`}
        </>
      )}
    </p>
  );
}

function Group({ name, findings, onLeave }: { name: string; findings: readonly Finding[]; onLeave: () => void }): ReactElement {
  return (
    <section className="doctor-group" aria-label={name}>
      <h3 className="small-title">{name}</h3>
      <ul>
        {findings.map((finding) => (
          <Row key={finding.id} finding={finding} onLeave={onLeave} />
        ))}
      </ul>
    </section>
  );
}

const meanings = { ok: 'ok', missing: 'refused', old: 'refused', failed: 'refused', absent: 'attention', unknown: 'unknown' } as const;
const words: Record<Finding['state'], string> = {
  ok: 'ok',
  missing: 'missing',
  old: 'too old',
  failed: 'does not work',
  absent: 'no obstacle',
  unknown: 'not known',
};

function Row({ finding, onLeave }: { finding: Finding; onLeave: () => void }): ReactElement {
  const { terminals } = useModel();
  const { name, state, found, mend } = finding;
  const command = mend?.command;
  return (
    <li className={`doctor-row doctor-${meanings[state]}`}>
      <StatusDot meaning={meanings[state]} />
      <div>
        <p>
          <span className="doctor-name">{name}</span>
          {state === 'ok' ? <span className="visually-hidden">: ok, </span> : <span className="doctor-word">{words[state]}</span>}
          {state === 'ok' ? <span className="doctor-found">{found}</span> : null}
        </p>
        {state === 'ok' ? null : <p className="doctor-found">{found}</p>}
        {mend === undefined ? null : <p className="soft">{mend.words}</p>}
        {command === undefined ? null : (
          <p className="doctor-mend">
            <code>{command}</code>
            <button
              type="button"
              className="text-button"
              aria-label={`Put “${command}” into the terminal`}
              onClick={() => {
                onLeave();
                void terminals.suggest(command);
              }}
            >
              To the terminal
            </button>
          </p>
        )}
      </div>
    </li>
  );
}
