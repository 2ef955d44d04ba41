import { Tooltip } from '@base-ui/react/tooltip';
import { LoaderCircle } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { Button } from './components/button.tsx';
import { ProblemNote } from './components/problem-note.tsx';
import { ConnectionLost } from './shell/connection-lost.tsx';
import { FirstStart } from './shell/first-start.tsx';
import { Instrument } from './shell/instrument.tsx';
import { LiveRegion } from './shell/live-region.tsx';
import { Mark } from './shell/mark.tsx';
import { Notices } from './shell/notices.tsx';
import type { Model } from './state/model.ts';
import { ModelContext, useModel, useSelect } from './state/model-context.tsx';

export function App({ model }: { model: Model }): ReactElement {
  return (
    <ModelContext value={model}>
      <Tooltip.Provider delay={500}>
        <Window />
      </Tooltip.Provider>
    </ModelContext>
  );
}

function Window(): ReactElement {
  const model = useModel();
  const phase = useSelect(model.session.store, (state) => state.phase);
  const isLost = useSelect(model.session.store, (state) => state.connection === 'lost');
  const isFirst = useSelect(model.session.store, (state) => state.facts?.isFirstStart === true);
  const theme = useSelect(model.layout.store, (state) => state.theme);

  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  useEffect(() => {
    // Nothing typed or arranged is lost with the window.
    const save = (): void => {
      void model.files.flush();
      model.layout.flush();
    };
    window.addEventListener('pagehide', save);
    return () => window.removeEventListener('pagehide', save);
  }, [model]);

  return (
    <>
      <div className="window" inert={isLost}>
        {phase === 'ready' ? isFirst ? <FirstStart /> : <Instrument /> : phase === 'failed' ? <StartFailed /> : <Loading />}
        <Notices />
      </div>
      <LiveRegion />
      {isLost ? <ConnectionLost /> : null}
    </>
  );
}

function Loading(): ReactElement {
  return (
    <main className="first">
      <div className="loading">
        <Mark size="large" />
        <p className="soft" role="status">
          <LoaderCircle className="turning" aria-hidden /> Starting Fleetlab
        </p>
      </div>
    </main>
  );
}

function StartFailed(): ReactElement {
  const { session } = useModel();
  const problem = useSelect(session.store, (state) => state.problem);
  return (
    <main className="first">
      <div className="first-card">
        <Mark size="large" />
        <h1 className="first-title">Fleetlab could not start</h1>
        {problem === undefined ? null : <ProblemNote problem={problem} />}
        <p className="soft">Your files and your progress are on disk; nothing is lost.</p>
        <Button look="primary" className="button-large first-button" onClick={() => void session.load()}>
          Try again
        </Button>
      </div>
    </main>
  );
}
