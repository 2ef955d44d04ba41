import { useId, type ReactElement, type ReactNode } from 'react';
import type { PictureFrame } from './use-picture.ts';

export interface PictureScrollProps {
  picture: Pick<PictureFrame, 'scroll' | 'box'>;
  /** `Layers, by arrow keys` */
  label: string;
  /** What the keys do, for a screen reader. */
  keys: string;
  children: ReactNode;
}

/** Where a drawing lies within its figure: measured before it is drawn, scrolled where it is higher. */
export function PictureScroll({ picture: { scroll, box }, label, keys, children }: PictureScrollProps): ReactElement {
  const keysId = useId();
  return (
    <>
      <div className="life-scroll" ref={scroll} role="group" aria-label={label} aria-describedby={keysId} tabIndex={0}>
        {box.width === 0 ? null : children}
      </div>
      <p id={keysId} className="visually-hidden">
        {keys}
      </p>
    </>
  );
}
