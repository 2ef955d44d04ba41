import { Unplug } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '../components/button.tsx';
import { useModel } from '../state/model-context.tsx';

/** Main does not answer: the screen stays as it was, and says what to do. */
export function ConnectionLost(): ReactElement {
  const { bridge } = useModel();
  return (
    <div className="lost" role="alertdialog" aria-modal="true" aria-labelledby="lost-title" aria-describedby="lost-text">
      <div className="lost-card">
        <Unplug aria-hidden className="lost-icon" />
        <h2 id="lost-title" className="empty-title">
          Fleetlab has stopped answering
        </h2>
        <p id="lost-text" className="empty-text">
          Its program was closed, or it is starting again. Your files and your progress are on disk. Start it again where you started it;
          this page goes on by itself.
        </p>
        <Button look="primary" className="button-large" onClick={() => bridge.reconnect()} autoFocus>
          Try now
        </Button>
      </div>
    </div>
  );
}
