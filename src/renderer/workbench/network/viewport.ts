import type { Point } from './picture.ts';
import type { Size } from './sizes.ts';

/** How the picture lies in its stage: scaled first, then moved; in the stage's units. */
export interface Viewport {
  scale: number;
  x: number;
  y: number;
}

const largest = 4;
/** At less, the smallest texts of a picture could not be read. */
export const legible = 0.9;
/** Of the picture that always stays in sight. */
const least = 48;

/** The whole picture in the middle of the stage. */
export function fit(picture: Size, stage: Size): Viewport {
  const scale = Math.min(stage.width / picture.width, stage.height / picture.height, 2);
  return { scale, x: (stage.width - picture.width * scale) / 2, y: (stage.height - picture.height * scale) / 2 };
}

/** How a picture is first seen: whole where it can be read so, else its beginning in a size that can. `pixels`: of a unit, at the scale 1. */
export function firstView(picture: Size, stage: Size, pixels: number): Viewport {
  const whole = fit(picture, stage);
  const least = legible / pixels;
  return whole.scale >= least ? whole : { scale: least, x: 0, y: 0 };
}

/** Whether no part of the picture lies outside the stage. */
export function isWhole({ scale, x, y }: Viewport, picture: Size, stage: Size): boolean {
  const slack = 1;
  return (
    x >= -slack && y >= -slack && x + picture.width * scale <= stage.width + slack && y + picture.height * scale <= stage.height + slack
  );
}

/** Brings a point of the picture into the middle of the stage. */
export function centre({ scale }: Viewport, { x, y }: Point, picture: Size, stage: Size): Viewport {
  return keepInSight({ scale, x: stage.width / 2 - x * scale, y: stage.height / 2 - y * scale }, picture, stage);
}

/** `at` stays where it is. */
export function zoom(viewport: Viewport, factor: number, at: Point, picture: Size, stage: Size): Viewport {
  const scale = Math.min(largest, Math.max(fit(picture, stage).scale / 2, viewport.scale * factor));
  const ratio = scale / viewport.scale;
  return keepInSight({ scale, x: at.x - (at.x - viewport.x) * ratio, y: at.y - (at.y - viewport.y) * ratio }, picture, stage);
}

export function move(viewport: Viewport, by: Point, picture: Size, stage: Size): Viewport {
  return keepInSight({ ...viewport, x: viewport.x + by.x, y: viewport.y + by.y }, picture, stage);
}

/** The nearest place at which a rectangle of the picture is in sight. */
export function reveal(viewport: Viewport, rect: Point & Size, picture: Size, stage: Size): Viewport {
  const left = viewport.x + rect.x * viewport.scale;
  const top = viewport.y + rect.y * viewport.scale;
  const by = {
    x: shift(left, left + rect.width * viewport.scale, stage.width),
    y: shift(top, top + rect.height * viewport.scale, stage.height),
  };
  return by.x === 0 && by.y === 0 ? viewport : move(viewport, by, picture, stage);
}

function shift(start: number, end: number, room: number): number {
  if (start < 0) return 12 - start;
  return end > room ? Math.max(room - end - 12, 12 - start) : 0;
}

function keepInSight({ scale, x, y }: Viewport, picture: Size, stage: Size): Viewport {
  return {
    scale,
    x: Math.min(stage.width - least, Math.max(least - picture.width * scale, x)),
    y: Math.min(stage.height - least, Math.max(least - picture.height * scale, y)),
  };
}
