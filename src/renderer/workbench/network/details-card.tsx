import type { ReactElement } from 'react';
import type { Box as StageSize } from '../picture/use-box.ts';
import { detailsOf } from './details.ts';
import type { Box, Drawing } from './picture.ts';
import type { Viewport } from './viewport.ts';

const width = 272;
const margin = 10;

export interface DetailsCardProps {
  drawing: Drawing;
  box: Box;
  viewport: Viewport;
  stage: StageSize;
}

/** What is known of the box that is pointed at or stepped to, beside it. The box's own name says the same to a screen reader. */
export function DetailsCard({ drawing, box, viewport, stage }: DetailsCardProps): ReactElement {
  const { scale, x, y } = viewport;
  const left = x + box.x * scale;
  const right = left + box.width * scale;
  const top = y + box.y * scale;
  const bottom = top + box.height * scale;
  const isRight = right + margin + width <= stage.width || left < width + margin;
  const across = Math.min(
    Math.max(margin, isRight ? right + margin : left - margin - width),
    Math.max(margin, stage.width - width - margin),
  );
  const isUpper = (top + bottom) / 2 < stage.height / 2;
  const place = isUpper ? { top: rem(Math.max(margin, top)) } : { bottom: rem(Math.max(margin, stage.height - bottom)) };
  return (
    <div className="net-card" style={{ left: rem(across), width: rem(width), ...place }} aria-hidden>
      <p className="net-card-name">{box.fullName}</p>
      <dl>
        {detailsOf(drawing, box).map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function rem(units: number): string {
  return `${units / 16}rem`;
}
