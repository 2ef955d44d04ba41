import type { Box, Picture } from './picture.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The box that the arrow keys lead to: the nearest in that direction, where being straight ahead counts most. */
export function neighbourOf({ boxes }: Pick<Picture, 'boxes'>, id: string, direction: Direction): Box | undefined {
  const from = boxes.find((box) => box.id === id);
  if (from === undefined) return boxes[0];
  let best: { box: Box; cost: number } | undefined;
  for (const box of boxes) {
    const dx = box.x + box.width / 2 - (from.x + from.width / 2);
    const dy = box.y + box.height / 2 - (from.y + from.height / 2);
    const ahead = direction === 'left' ? -dx : direction === 'right' ? dx : direction === 'up' ? -dy : dy;
    const aside = Math.abs(direction === 'left' || direction === 'right' ? dy : dx);
    if (ahead <= 1) continue;
    const cost = ahead + 2.5 * aside;
    if (best === undefined || cost < best.cost) best = { box, cost };
  }
  return best?.box;
}
