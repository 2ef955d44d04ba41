import type { ReactElement } from 'react';
import { useModel, useSelect } from '../state/model-context.tsx';

/** Says results aloud, once each: check results, finished runs, hints. */
export function LiveRegion(): ReactElement {
  const { announcer } = useModel();
  const { message, count } = useSelect(announcer.store, (state) => state);
  return (
    <div className="visually-hidden" aria-live="polite" aria-atomic="true" data-testid="live-region">
      {/* A new element for each sentence: the same words twice are two announcements. */}
      <span key={count}>{message}</span>
    </div>
  );
}
