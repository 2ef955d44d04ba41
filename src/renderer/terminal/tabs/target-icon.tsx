import { Laptop, Server, SquareTerminal } from 'lucide-react';
import type { ReactElement } from 'react';
import type { TerminalTarget } from '../../../shared/domain/terminal.ts';

export function TargetIcon({ target }: { target: TerminalTarget }): ReactElement {
  if (target.kind === 'laptop') return <Laptop aria-hidden />;
  return target.kind === 'host-os' ? <Server aria-hidden /> : <SquareTerminal aria-hidden />;
}
