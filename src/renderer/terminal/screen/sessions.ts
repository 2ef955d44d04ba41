import { createStore, type StoreApi } from 'zustand/vanilla';
import { isMac } from '../../shell/platform.ts';
import { matchShortcut } from '../../shell/shortcuts.ts';
import { identityOf } from '../../presenter/identity-of.ts';
import type { Model } from '../../state/model.ts';
import type { SessionLook, TerminalSession } from './session.ts';
import { readTerminalTheme } from './terminal-theme.ts';

/** The sessions of all terminals, by id; empty until xterm has been loaded. */
export interface Sessions {
  store: StoreApi<Readonly<Record<string, TerminalSession>>>;
  start(): () => void;
}

/** Keeps one session for each of main's terminals: made when a terminal appears, drawn anew after a lost connection. */
export function createSessions(model: Model): Sessions {
  const store = createStore<Readonly<Record<string, TerminalSession>>>(() => ({}));

  function start(): () => void {
    let isStopped = false;
    let generation = model.terminals.store.getState().generation;
    const stops: (() => void)[] = [];

    void load().then((createTerminalSession) => {
      if (isStopped) return;
      synchronise();
      stops.push(
        model.terminals.store.subscribe(synchronise),
        model.layout.store.subscribe(relook),
        model.screen.subscribe((now, before) => {
          if (now.isPresenting !== before.isPresenting) enlarge(now.isPresenting);
        }),
      );
      const scheme = matchMedia('(prefers-color-scheme: dark)');
      scheme.addEventListener('change', relook);
      window.addEventListener('resize', relook);
      stops.push(() => {
        scheme.removeEventListener('change', relook);
        window.removeEventListener('resize', relook);
      });

      function synchronise(): void {
        const state = model.terminals.store.getState();
        const known = store.getState();
        const isAnew = state.generation !== generation;
        generation = state.generation;
        const wanted = new Set(state.views.map((view) => view.id));
        const kept = Object.entries(known).filter(([id]) => wanted.has(id) && !isAnew);
        const next = Object.fromEntries(kept);
        for (const view of state.views) {
          next[view.id] ??= createTerminalSession({
            bridge: model.bridge,
            id: view.id,
            look: currentLook(model),
            isAppKey,
            onRiskyPaste: (risky) => model.terminals.ask({ kind: 'paste', id: view.id, ...risky }),
            onLink: (address) => model.terminals.ask({ kind: 'link', id: view.id, address }),
            onSaid: (words) => model.announcer.announce(words),
            onUnseenOutput: () => model.terminals.noteOutput(view.id),
            onBell: () => model.terminals.noteBell(view.id),
          });
        }
        for (const [id, session] of Object.entries(known)) if (next[id] !== session) session.dispose();
        if (isAnew || Object.keys(next).length !== Object.keys(known).length || Object.keys(next).some((id) => known[id] === undefined))
          store.setState(next, true);
      }
    });

    let restores: (() => void)[] = [];

    /** Larger type breaks lines anew: what was in view is in view again afterwards. */
    function enlarge(isPresenting: boolean): void {
      if (isPresenting) restores = Object.values(store.getState()).map((session) => session.keepPlace());
      relook();
      if (isPresenting) return;
      const restore = (): void => restores.forEach((one) => one());
      requestAnimationFrame(() => requestAnimationFrame(restore));
    }

    function relook(): void {
      // The theme's tokens change with an attribute that is set in the same frame.
      requestAnimationFrame(() => {
        if (isStopped) return;
        const look = currentLook(model);
        for (const session of Object.values(store.getState())) session.setLook(look);
      });
    }

    return () => {
      isStopped = true;
      for (const stop of stops) stop();
      for (const session of Object.values(store.getState())) session.dispose();
      store.setState({}, true);
    };
  }

  return { store, start };
}

async function load(): Promise<typeof import('./session.ts').createTerminalSession> {
  // xterm measures its font when it opens: the font must be there by then.
  const [{ createTerminalSession }] = await Promise.all([
    import('./session.ts'),
    document.fonts.load('13px "JetBrains Mono"'),
    document.fonts.load('bold 13px "JetBrains Mono"'),
  ]);
  return createTerminalSession;
}

function currentLook(model: Model): SessionLook {
  const layout = model.layout.store.getState();
  const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  const { isPresenting } = model.screen.getState();
  const { facts } = model.session.store.getState();
  const size = isPresenting ? presentedFontSize(window.innerWidth, window.innerHeight) : layout.terminalFontSize * scale;
  return {
    fontSize: Math.round(size * 2) / 2,
    theme: readTerminalTheme(document),
    screenReaderMode: layout.terminalScreenReader ?? false,
    minimumContrast: isPresenting ? 7 : 4.5,
    covers: isPresenting ? { identity: facts === undefined ? undefined : identityOf(facts) } : undefined,
  };
}

/** 24 pixels at 1280x720, and as much more as the screen is larger: a room sees the same on every projector. */
function presentedFontSize(width: number, height: number): number {
  return 24 * Math.max(0.6, Math.min(width / 1280, height / 720));
}

function isAppKey(event: KeyboardEvent): boolean {
  return matchShortcut(event, { isMac, isInTerminal: true, isInText: false }) !== undefined;
}
