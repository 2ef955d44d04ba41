import { Info, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { IconButton } from '../components/icon-button.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';

/** What has no place of its own on the screen; each stays until it is read and dismissed. */
export function Notices(): ReactElement {
  const { session } = useModel();
  const notices = useSelect(session.store, (state) => state.notices);
  return (
    <div className="notices" role="status" aria-label="Notices">
      {notices.map((notice) => (
        <div key={notice.id} className="notice">
          <Info aria-hidden className="note-icon" />
          <p>{notice.message}</p>
          <IconButton label="Dismiss" onClick={() => session.dismiss(notice.id)}>
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
