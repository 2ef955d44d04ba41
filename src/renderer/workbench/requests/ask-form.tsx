import { LoaderCircle, Send } from 'lucide-react';
import { useId, useState, type ReactElement } from 'react';
import type { ProcedureOutput } from '../../../shared/contract.ts';
import { decide } from '../../../shared/network/decide.ts';
import type { Verdict } from '../../../shared/network/request.ts';
import type { Topology } from '../../../shared/network/topology.ts';
import { Button } from '../../components/button.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { toProblem, type Problem } from '../../state/problem.ts';
import { useModel } from '../../state/model-context.tsx';
import { verdictTitles } from '../network/connection-words.ts';
import { VerdictShape } from '../network/verdict-shape.tsx';
import { firstFields, readFields, suggestions, type AskFields } from './ask-fields.ts';

type Asked = ProcedureOutput<'network.ask'>;

/** A question to the network: where from, where to; what the rules foretell, and what really comes back. */
export function AskForm({ topology, onAsked }: { topology: Topology; onAsked: (connectionId: number) => void }): ReactElement {
  const { bridge, announcer } = useModel();
  const names = useId();
  const [fields, setFields] = useState<AskFields>(() => firstFields(topology));
  const [state, setState] = useState<'asking' | Asked | Problem>();
  const read = readFields(fields, topology.deviceAddress);
  const prediction = 'ask' in read ? decide(topology, read.ask) : undefined;
  const isAsking = state === 'asking';

  function change(part: Partial<AskFields>): void {
    setFields((known) => ({ ...known, ...part }));
    setState(undefined);
  }
  async function send(): Promise<void> {
    if (!('ask' in read) || isAsking) return;
    setState('asking');
    try {
      const asked = await bridge.call('network.ask', read.ask);
      setState(asked);
      announcer.announce(`${verdictTitles[asked.answer.verdict]}. ${asked.answer.reason ?? ''}`);
      if (asked.connectionId !== undefined) onAsked(asked.connectionId);
    } catch (error) {
      setState(toProblem(error));
    }
  }
  const field = (name: 'to' | 'port' | 'path', label: string) => (
    <label className={`ask-field ask-${name}`}>
      <span>{label}</span>
      <input
        value={fields[name]}
        spellCheck={false}
        autoComplete="off"
        inputMode={name === 'port' ? 'numeric' : 'text'}
        list={name === 'to' ? names : undefined}
        aria-invalid={'field' in read && read.field === name ? true : undefined}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </label>
  );

  return (
    <form
      className="ask"
      aria-label="Ask the network"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="ask-row">
        <label className="ask-field ask-from">
          <span>From</span>
          <select value={fields.from} onChange={(event) => change({ from: event.target.value })}>
            <option value="laptop">laptop</option>
            <option value="host">host OS</option>
            {topology.services.map(({ name }) => (
              <option key={name} value={`service:${name}`}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {field('to', 'To')}
        {field('port', 'Port')}
        {field('path', 'Path')}
        <datalist id={names}>
          {suggestions(topology).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button look="primary" type="submit" aria-disabled={isAsking || !('ask' in read) ? true : undefined}>
          <Send aria-hidden /> Send
        </Button>
      </div>
      {prediction === undefined ? (
        <p className="ask-wrong" role="status">
          {'problem' in read ? read.problem : ''}
        </p>
      ) : (
        <VerdictLine label="Foretold" verdict={prediction} />
      )}
      {isAsking ? (
        <p className="ask-line" role="status">
          <span className="ask-label">Came back</span>
          <LoaderCircle className="turning" aria-hidden />
          <span className="soft">The request is on its way.</span>
        </p>
      ) : null}
      {state === undefined || state === 'asking' ? null : 'code' in state ? <ProblemNote problem={state} /> : <Answered asked={state} />}
    </form>
  );
}

function VerdictLine({ label, verdict }: { label: string; verdict: Pick<Verdict, 'verdict' | 'reason'> }): ReactElement {
  return (
    <p className="ask-line">
      <span className="ask-label">{label}</span>
      <VerdictShape verdict={verdict.verdict} />
      <strong>{verdictTitles[verdict.verdict]}</strong>
      <span className="soft">{verdict.reason}</span>
    </p>
  );
}

function Answered({ asked: { prediction, answer } }: { asked: Asked }): ReactElement {
  const status = answer.status === undefined ? '' : `HTTP ${answer.status}, `;
  const isForetold = prediction.verdict === answer.verdict;
  const body = answer.body?.trim() ?? '';
  return (
    <>
      <VerdictLine
        label="Came back"
        verdict={{ verdict: answer.verdict, reason: `${status}after ${answer.milliseconds} ms${isForetold ? ', as foretold.' : '.'}` }}
      />
      {isForetold ? null : <p className="note note-attention ask-differs">This is not what the rules foretell. {answer.reason ?? ''}</p>}
      {body === '' ? null : (
        <pre className="ask-body" tabIndex={0} aria-label="Answer">
          {body.slice(0, 400)}
        </pre>
      )}
    </>
  );
}
