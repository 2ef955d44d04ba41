import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { z } from 'zod';
import type { StateFile } from '../../storage/state-file.ts';

const rectangle = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(400),
  height: z.number().int().min(300),
});

export const windowPlace = z.object({ bounds: rectangle.optional(), isMaximized: z.boolean() });
export type WindowPlace = z.infer<typeof windowPlace>;

/** The place of the last time, where a screen still shows it: a second monitor may be gone. */
export function usableBounds(place: WindowPlace): Rectangle | undefined {
  const { bounds } = place;
  if (bounds === undefined) return undefined;
  const { workArea } = screen.getDisplayMatching(bounds);
  const width = overlap(bounds.x, bounds.width, workArea.x, workArea.width);
  const height = overlap(bounds.y, bounds.height, workArea.y, workArea.height);
  return width >= 200 && height >= 100 ? bounds : undefined;
}

/** Keeps the window's place as it changes. */
export function rememberPlace(window: BrowserWindow, file: StateFile<WindowPlace>): void {
  const save = () => {
    if (window.isDestroyed() || window.isMinimized()) return;
    file.save({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  };
  window.on('resize', save);
  window.on('move', save);
  window.on('maximize', save);
  window.on('unmaximize', save);
}

function overlap(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);
}
