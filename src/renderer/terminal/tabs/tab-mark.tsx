import { Bell, Check, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { TerminalView } from '../../../shared/domain/terminal.ts';
import type { TerminalNews } from '../../state/terminals-state.ts';

/** What happens in a terminal, or has happened while nobody looked, in a place that is as wide with it as without. */
export function TabMark({ view, news }: { view: TerminalView; news: TerminalNews | undefined }): ReactElement | null {
  const isRunning = view.state === 'running';
  const also = isRunning ? 'running, ' : '';
  switch (news) {
    case 'failed':
      return <Mark className="is-failed" label={`${also}failed with exit code ${view.exitCode ?? 1}`} icon={<X aria-hidden />} />;
    case 'bell':
      return <Mark className="is-bell" label={`${also}bell`} icon={<Bell aria-hidden />} />;
    case 'finished':
      return <Mark className="is-ok" label={`${also}finished`} icon={<Check aria-hidden />} />;
    case 'output':
      return <Mark className="is-output" label={`${also}new output`} icon={<span className="terminal-tab-dot" />} />;
    case undefined:
      return isRunning ? <Mark className="is-running" label="running" icon={<span className="terminal-tab-dot" />} /> : null;
  }
}

function Mark({ className, label, icon }: { className: string; label: string; icon: ReactElement }): ReactElement {
  return (
    <span className={`terminal-tab-mark ${className}`} role="img" aria-label={label}>
      {icon}
    </span>
  );
}
