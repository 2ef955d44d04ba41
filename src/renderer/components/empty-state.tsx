import type { ReactElement, ReactNode } from 'react';

export interface EmptyStateProps {
  picture: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** A designed state: what it is, why, what to do, one button. */
export function EmptyState({ picture, title, children, action }: EmptyStateProps): ReactElement {
  return (
    <div className="empty">
      <div className="empty-picture" aria-hidden>
        {picture}
      </div>
      <h2 className="empty-title">{title}</h2>
      <div className="empty-text">{children}</div>
      {action === undefined ? null : <div className="empty-action">{action}</div>}
    </div>
  );
}
