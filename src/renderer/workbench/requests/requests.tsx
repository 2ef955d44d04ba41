import { useMemo, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import { topologyOf } from '../../../shared/network/from-engine.ts';
import { verdictKinds, type VerdictKind } from '../../../shared/network/request.ts';
import { Button } from '../../components/button.tsx';
import { formatClock } from '../../format/time.ts';
import { useFacts, useModel } from '../../state/model-context.tsx';
import { destinationText, originText, verdictTitles } from '../network/connection-words.ts';
import { bridgeKeys } from '../network/subject.ts';
import { useConnections } from '../network/use-connections.ts';
import { VerdictShape } from '../network/verdict-shape.tsx';
import { KnowledgeNote } from '../picture/knowledge-note.tsx';
import { StaleNote, useViewState } from '../picture/view-state.tsx';
import { AskForm } from './ask-form.tsx';
import { ruleWords } from './rule-words.ts';

/** The last connections on the device's networks, why each ended so, and a form to make one. */
export function Requests(): ReactElement {
  const empty = useViewState('who connects to whom, and why it works or not');
  const engine = useFacts((facts) => facts.engine);
  const topology = useMemo(() => topologyOf(engine), [engine]);
  const keys = useMemo(() => bridgeKeys(engine), [engine]);
  const connections = useConnections(keys);
  const [kind, setKind] = useState<VerdictKind>();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<number>();
  if (empty !== undefined) return empty;
  const shown = connections.filter((event) => (kind === undefined || event.verdict.verdict === kind) && isAbout(event, text)).toReversed();
  const selected = shown.find(({ id }) => id === chosen) ?? shown[0];
  return (
    <div className="requests">
      <StaleNote />
      <AskForm key={topology.deviceAddress} topology={topology} onAsked={setChosen} />
      <KnowledgeNote about="requests" />
      <div className="requests-filter" hidden={connections.length === 0}>
        <input
          aria-label="Filter requests"
          placeholder="Filter: a service, an address, a port"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <select
          aria-label="Verdict"
          value={kind ?? ''}
          onChange={(event) => setKind(verdictKinds.find((one) => one === event.target.value))}
        >
          <option value="">all verdicts</option>
          {verdictKinds.map((one) => (
            <option key={one} value={one}>
              {verdictTitles[one].toLowerCase()}
            </option>
          ))}
        </select>
        <span className="soft">
          {shown.length} of {connections.length}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="requests-none soft">
          {connections.length === 0
            ? `No connection has been seen yet. Send one above${engine.seesConnections ? ', or use curl in a terminal' : ''}: it is listed here with the rule that decided.`
            : 'No connection fits the filter.'}
        </p>
      ) : (
        <div className="requests-columns">
          <RequestList events={shown} selectedId={selected?.id} onSelect={setChosen} />
          {selected === undefined ? null : <RequestDetail event={selected} />}
        </div>
      )}
    </div>
  );
}

interface RequestListProps {
  /** Newest first. */
  events: readonly ConnectionEvent[];
  selectedId: number | undefined;
  onSelect: (id: number) => void;
}

function RequestList({ events, selectedId, onSelect }: RequestListProps): ReactElement {
  function noticeKey(event: KeyboardEvent<HTMLUListElement>): void {
    const index = events.findIndex(({ id }) => id === selectedId);
    const moves: Readonly<Record<string, number>> = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: events.length - 1 };
    const wanted = moves[event.key];
    const next = wanted === undefined ? undefined : events[wanted];
    if (next === undefined || wanted === undefined) return;
    event.preventDefault();
    onSelect(next.id);
    event.currentTarget.querySelectorAll('button')[wanted]?.focus();
  }
  return (
    <ul className="requests-list" aria-label="Requests" onKeyDown={noticeKey}>
      {events.map((event) => (
        <li key={event.id}>
          <button
            type="button"
            className="request-row"
            aria-current={event.id === selectedId ? 'true' : undefined}
            tabIndex={event.id === selectedId ? 0 : -1}
            onClick={() => onSelect(event.id)}
          >
            <span className="request-time mono">{formatClock(event.time)}</span>
            <VerdictShape verdict={event.verdict.verdict} />
            <span className={`request-verdict request-${event.verdict.verdict}`}>{verdictTitles[event.verdict.verdict]}</span>
            <span className="request-way mono">
              {originText(event)} → {destinationText(event)}
            </span>
            <span className="request-reason soft">{event.verdict.reason}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function RequestDetail({ event }: { event: ConnectionEvent }): ReactElement {
  const model = useModel();
  const { verdict } = event;
  const { says, change } = ruleWords[verdict.rule];
  return (
    <section className="request-detail" aria-label="Request">
      <h3>
        <VerdictShape verdict={verdict.verdict} /> {verdictTitles[verdict.verdict]}
      </h3>
      <p className="mono">
        {originText(event)} → {destinationText(event)}
        {event.address === undefined || event.to.kind === 'device' ? '' : ` (${event.address})`}
      </p>
      <p>{verdict.reason}</p>
      <h4>The rule</h4>
      <p>{says}</p>
      <h4>What would change it</h4>
      <p>{change}</p>
      <Button
        onClick={() => {
          model.screen.setState((state) => ({ replay: { connectionId: event.id, turn: (state.replay?.turn ?? 0) + 1 } }));
          model.showTab('network');
        }}
      >
        Show in Network
      </Button>
    </section>
  );
}

function isAbout(event: ConnectionEvent, text: string): boolean {
  const words = `${originText(event)} ${destinationText(event)} ${event.address ?? ''} ${event.verdict.reached ?? ''}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word));
}
