import { createRoot } from 'react-dom/client';
import { App } from '../../../src/renderer/app.tsx';
import type { NotesLink } from '../../../src/renderer/presenter/notes/link.ts';
import { NotesWindow } from '../../../src/renderer/presenter/notes/notes-window.tsx';
import { createModel, type Model } from '../../../src/renderer/state/model.ts';
import '../../../src/renderer/theme/theme.ts';
import { createFakeBridge, type FakeBridge } from '../support/fake-bridge.ts';
import { scenes } from '../support/scenes.ts';

declare global {
  interface Window {
    fake: FakeBridge;
    model: Model;
    sceneIsReady: boolean;
  }
}

/** `?scene=restart-loop&theme=dark`; without a scene, the list of them. */
const query = new URLSearchParams(location.search);
const scene = scenes[query.get('scene') ?? ''];
const root = document.getElementById('root');
if (root !== null && scene?.notes !== undefined) {
  const told = scene.notes(Date.now());
  const theme = query.get('theme') === 'dark' ? 'dark' : 'light';
  document.documentElement.dataset['theme'] = theme;
  const link: NotesLink = {
    post: () => undefined,
    close: () => undefined,
    listen(listener) {
      if (told !== undefined) setTimeout(() => listener({ from: 'presenter', snapshot: { ...told, theme } }));
      return () => undefined;
    },
  };
  createRoot(root).render(<NotesWindow link={link} />);
  setTimeout(() => (window.sceneIsReady = true), 100);
} else if (root !== null && scene !== undefined) {
  const now = Date.now();
  const state = scene.state(now);
  const theme = query.get('theme');
  if (theme === 'dark' || theme === 'light') state.start.layout.theme = theme;
  const bridge = createFakeBridge(state);
  const model = createModel(bridge);
  window.fake = bridge;
  window.model = model;
  createRoot(root).render(<App model={model} />);
  const stop = model.session.store.subscribe(({ phase }) => {
    if (phase !== 'ready') return;
    stop();
    setTimeout(() => void Promise.resolve(scene.then?.(bridge, model, now)).then(() => (window.sceneIsReady = true)), 50);
  });
} else if (root !== null) {
  createRoot(root).render(
    <ul>
      {Object.keys(scenes).map((name) => (
        <li key={name}>
          <a href={`?scene=${name}`}>{name}</a> <a href={`?scene=${name}&theme=dark`}>dark</a>
        </li>
      ))}
    </ul>,
  );
}
