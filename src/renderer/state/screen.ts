import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WorkbenchTab } from '../../shared/course/course.ts';

/** What lies over the screen, one at a time. */
export type Overlay =
  | 'palette'
  | 'shortcuts'
  | 'reset'
  | 'jump'
  | 'steps'
  | 'copies'
  | 'join'
  | 'doctor'
  | 'environment-add'
  | 'environment-edit'
  | 'environment-remove'
  | 'sign-in'
  | 'ssh-keys'
  | 'choose-device';

export interface ScreenState {
  overlay: Overlay | undefined;
  /** Where a jump would lead, while it is asked about. */
  jumpTo: string | undefined;
  /** Which environment is changed or removed, while it is asked about. */
  environmentId: string | undefined;
  /** A file changed on disk while the Files tab was not in front. */
  hasUnseenFileChange: boolean;
  /** Which of its two pictures the Network view shows. */
  networkShows: 'running' | 'files';
  /** A connection that the Network view shall show again; `turn` counts, so that the same one can be asked for twice. */
  replay: { connectionId: number; turn: number } | undefined;
  /** What a figure of the lesson points at in a Workbench tab: name of a service, volume or network; `at` counts up with each time. */
  pointedAt: { tab: WorkbenchTab; name: string; at: number } | undefined;
  /** Slides are in front of the instrument. */
  isPresenting: boolean;
}

export type ScreenStore = StoreApi<ScreenState>;

export function createScreen(): ScreenStore {
  return createStore<ScreenState>(() => ({
    overlay: undefined,
    jumpTo: undefined,
    environmentId: undefined,
    hasUnseenFileChange: false,
    networkShows: 'running',
    replay: undefined,
    pointedAt: undefined,
    isPresenting: false,
  }));
}

/** Points at a service, volume or network in a Workbench tab, or at nothing. */
export function pointAt(screen: ScreenStore, tab: WorkbenchTab, name: string | undefined): void {
  screen.setState(({ pointedAt }) => ({ pointedAt: name === undefined ? undefined : { tab, name, at: (pointedAt?.at ?? 0) + 1 } }));
}
