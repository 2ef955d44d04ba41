import './no-eval.ts';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectToMain } from './bridge/bridge.ts';
import { createModel } from './state/model.ts';
import './theme/theme.ts';
import { preloadPictures } from './workbench/pictures.ts';

const root = document.getElementById('root');
if (root !== null) {
  // The trainer's window is of the same page, and hears only what the main window tells it.
  if (new URLSearchParams(window.location.search).get('view') === 'notes')
    void import('./presenter/notes/show-notes.tsx').then(({ showNotes }) => showNotes(root));
  else {
    createRoot(root).render(<App model={createModel(connectToMain(window))} />);
    preloadPictures();
  }
}
