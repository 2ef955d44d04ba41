import type { ReactElement, ReactNode } from 'react';

export interface PictureDrawingProps {
  className: string;
  /** In units of 1/16 rem. */
  size: { width: number; height: number };
  /** Pixels a unit. */
  scale: number;
  onPointerLeave?: () => void;
  children: ReactNode;
}

/** The root of a drawing that is told in words beside it, and can be saved. */
export function PictureDrawing({ className, size: { width, height }, scale, onPointerLeave, children }: PictureDrawingProps): ReactElement {
  return (
    <svg
      data-picture
      className={className}
      width={width * scale}
      height={height * scale}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden
      focusable="false"
      onPointerLeave={onPointerLeave}
    >
      {children}
    </svg>
  );
}
