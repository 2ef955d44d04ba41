import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectToMain } from './bridge/bridge.ts';
import { createModel } from './state/model.ts';
import './theme/theme.ts';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App model={createModel(connectToMain(window))} />);
