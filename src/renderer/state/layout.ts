import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetlabBridge, Layout } from '../../shared/contract.ts';
import type { WorkbenchTab } from '../../shared/course/course.ts';

export interface LayoutModel {
  store: StoreApi<Layout>;
  /** Takes over what was saved, without saving it again. */
  load(layout: Layout): void;
  change(change: Partial<Layout>): void;
  setPanels(group: string, sizes: number[]): void;
  showTab(tab: WorkbenchTab): void;
  /** Saves at once what still waits to be saved. */
  flush(): void;
}

const initial: Layout = { panels: {}, theme: 'system', terminalFontSize: 13 };

/** Sizes and choices of the window; saved when they have rested for a moment. */
export function createLayout(bridge: FleetlabBridge, saveAfter = 400): LayoutModel {
  const store = createStore<Layout>(() => initial);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function save(): void {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    // A layout that could not be saved is no loss worth a word; the next change tries again.
    bridge.call('app.saveLayout', store.getState()).catch(() => undefined);
  }

  function change(next: Partial<Layout>): void {
    store.setState(next);
    clearTimeout(timer);
    timer = setTimeout(save, saveAfter);
  }

  return {
    store,
    load: (layout) => store.setState(layout, true),
    change,
    setPanels: (group, sizes) => change({ panels: { ...store.getState().panels, [group]: sizes } }),
    showTab: (tab) => change({ workbenchTab: tab }),
    flush: save,
  };
}
