import type { ReactElement } from 'react';
import { presence } from './drawing-parts.tsx';

/** Frames: the host network; a published port; a port nobody publishes; a name on the bridge. */
export function NetworkDrawing({ frame }: { frame: number }): ReactElement {
  return (
    <svg viewBox="0 0 352 190" className="concept-drawing" aria-hidden>
      <text x="8" y="20" className="concept-title">
        Outside
      </text>
      <text x="112" y="20" className="concept-title">
        Device
      </text>
      <rect className="concept-device" x="104" y="28" width="242" height="156" rx="10" />
      <rect className="concept-bridge" x="190" y="76" width="148" height="100" rx="8" />
      <text x="264" y="168" className="concept-word" textAnchor="middle">
        bridge
      </text>
      <Box x={8} y={84} width={66} name="laptop" />
      {/* The wall of the bridge with its one door. */}
      <path className="concept-wall" d="M186 76v18m0 20v62" />
      <rect className="concept-door" x="182" y="94" width="8" height="20" rx="2" />
      <Box x={206} y={38} width={116} name="on the host" className="concept-service-0" />
      <Box x={206} y={88} width={116} name="frontend" className="concept-service-1" />
      <Box x={206} y={130} width={116} name="backend" className="concept-service-2" />
      <path className={`concept-wire concept-flow ${presence(frame === 0)}`} d="M74 94C120 94 120 52 206 52" />
      <path className={`concept-wire concept-flow ${presence(frame === 1)}`} d="M74 104h132" />
      <g className={presence(frame === 1)}>
        <text x="178" y="90" className="concept-word" textAnchor="end">
          port 80
        </text>
      </g>
      <g className={presence(frame === 2)}>
        <path className="concept-wire is-refused" d="M74 112C120 112 120 146 172 146" />
        <path className="concept-cross" d="M172 140l12 12m0-12l-12 12" />
        <text x="166" y="170" className="concept-word is-refused" textAnchor="end">
          refused
        </text>
      </g>
      <g className={presence(frame === 3)}>
        <path className="concept-wire concept-flow" d="M322 102C344 102 344 144 322 144" />
        <text x="198" y="124" className="concept-word">
          http://backend:1234
        </text>
      </g>
    </svg>
  );
}

function Box({ x, y, width, name, className = '' }: BoxProps): ReactElement {
  return (
    <g className={`concept-box ${className}`} transform={`translate(${x} ${y})`}>
      <rect width={width} height="28" rx="6" />
      <text x={width / 2} y="18" textAnchor="middle">
        {name}
      </text>
    </g>
  );
}

interface BoxProps {
  x: number;
  y: number;
  width: number;
  name: string;
  className?: string;
}
