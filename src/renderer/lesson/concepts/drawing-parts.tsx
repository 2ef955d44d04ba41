import type { ReactElement } from 'react';

/** `is-there` or `is-away`: the style sheet fades and moves between them. */
export function presence(isThere: boolean): string {
  return isThere ? 'is-there' : 'is-away';
}

/** One layer of an image, or the thin one on top of a container. */
export function Layer({ x, y, width, name, className = '' }: LayerProps): ReactElement {
  return (
    <g className={`concept-layer ${className}`} transform={`translate(${x} ${y})`}>
      <rect width={width} height="22" rx="4" />
      <text x="10" y="15">
        {name}
      </text>
    </g>
  );
}

interface LayerProps {
  x: number;
  y: number;
  width: number;
  name: string;
  className?: string;
}

/** A process at work, as the dot that the device's views use too. */
export function ProcessDot({ x, y, name }: { x: number; y: number; name: string }): ReactElement {
  return (
    <g className="concept-process" transform={`translate(${x} ${y})`}>
      <circle r="5" />
      <text x="11" y="4">
        {name}
      </text>
    </g>
  );
}

/** A sheet with a word on it. */
export function Note({ x, y, text }: { x: number; y: number; text: string }): ReactElement {
  return (
    <g className="concept-note" transform={`translate(${x} ${y})`}>
      <rect width="46" height="16" rx="3" />
      <text x="23" y="12" textAnchor="middle">
        {text}
      </text>
    </g>
  );
}
