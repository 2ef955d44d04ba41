import type { ReactElement, ReactNode } from 'react';
import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import { verdictTitles } from './connection-words.ts';
import { VerdictShape } from './verdict-shape.tsx';

/** Where the connection ended and why, in a sentence. */
export function VerdictBar({ event, hasArrived }: { event: ConnectionEvent; hasArrived: boolean }): ReactElement {
  const { verdict, reason } = event.verdict;
  if (!hasArrived)
    return (
      <Bar look="travels">
        <span className="soft">On its way …</span>
      </Bar>
    );
  return (
    <Bar look={verdict} shape={<VerdictShape verdict={verdict} />}>
      <strong>{verdictTitles[verdict]}.</strong> {reason}
    </Bar>
  );
}

/** A sentence in the verdict's place: what there is to see here. */
export function SentenceBar({ children }: { children: ReactNode }): ReactElement {
  return <Bar look="none">{children}</Bar>;
}

function Bar({ look, shape, children }: { look: string; shape?: ReactNode; children: ReactNode }): ReactElement {
  return (
    <div className={`net-verdict net-verdict-${look}`} data-verdict={look}>
      {shape}
      <p className="net-verdict-text">{children}</p>
    </div>
  );
}
