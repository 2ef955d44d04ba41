import type { ReactElement } from 'react';
import { Layer, Note, presence, ProcessDot } from './drawing-parts.tsx';

/** Frames: a container writes to its layer and to a volume; the container is gone; another one has the volume. */
export function VolumeDrawing({ frame }: { frame: number }): ReactElement {
  return (
    <svg viewBox="0 6 352 162" className="concept-drawing" aria-hidden>
      <rect className="concept-device" x="6" y="28" width="340" height="138" rx="10" />
      <text x="12" y="20" className="concept-title">
        Device
      </text>
      <g className={presence(frame === 0)}>
        <Container name="container 1" written="written">
          <Note x={112} y={93} text="note" />
        </Container>
      </g>
      <g className={presence(frame === 1)}>
        <rect className="concept-container is-gone" x="22" y="44" width="150" height="108" rx="8" />
        <text x="97" y="102" className="concept-word" textAnchor="middle">
          removed
        </text>
      </g>
      <g className={presence(frame === 2)}>
        <Container name="container 2" written="written: nothing" />
      </g>
      <g className={presence(frame !== 1)}>
        <path className="concept-wire" d="M172 98h54" />
        <text x="199" y="90" className="concept-word" textAnchor="middle">
          /data
        </text>
      </g>
      <g className="concept-volume">
        <path d="M228 74v48a50 10 0 0 0 100 0v-48" />
        <ellipse cx="278" cy="74" rx="50" ry="10" />
        <text x="278" y="64" className="concept-word" textAnchor="middle">
          volume
        </text>
        <Note x={255} y={98} text="count" />
      </g>
    </svg>
  );
}

function Container({ name, written, children }: { name: string; written: string; children?: ReactElement }): ReactElement {
  return (
    <>
      <rect className="concept-container" x="22" y="44" width="150" height="108" rx="8" />
      <ProcessDot x={38} y={62} name={name} />
      <Layer x={30} y={90} width={134} name={written} className="concept-thin" />
      {children}
      <Layer x={30} y={118} width={134} name="image" />
    </>
  );
}
