import type { ReactElement } from 'react';
import { Layer, Note, presence, ProcessDot } from './drawing-parts.tsx';

const layers = ['your program', 'Node.js', 'Debian'];

/** Frames: the image; a container of it; the container restarted; another one in its place. */
export function ContainerDrawing({ frame }: { frame: number }): ReactElement {
  return (
    <svg viewBox="0 6 352 162" className="concept-drawing" aria-hidden>
      <text x="12" y="72" className="concept-title">
        Image
      </text>
      <Stack x={12} y={84} width={122} />
      <g className={presence(frame > 0)}>
        <path className="concept-wire" d="M142 120h52" markerEnd="url(#concept-arrow)" />
        <text x="167" y="112" className="concept-word" textAnchor="middle">
          made from
        </text>
      </g>
      {/* The first container goes when the second comes. */}
      <g className={presence(frame === 1 || frame === 2)}>
        <Container name="Container" process={frame === 2 ? 'process 2' : 'process 1'} hasNote />
      </g>
      <g className={presence(frame === 3)}>
        <Container name="New container" process="process 1" />
      </g>
      <Arrowhead />
    </svg>
  );
}

function Container({ name, process, hasNote = false }: { name: string; process: string; hasNote?: boolean }): ReactElement {
  return (
    <>
      <text x="204" y="20" className="concept-title">
        {name}
      </text>
      <rect className="concept-container" x="200" y="30" width="144" height="132" rx="8" />
      <ProcessDot key={process} x={216} y={44} name={process} />
      <Layer x={206} y={56} width={132} name={hasNote ? 'written' : 'written: nothing'} className="concept-thin" />
      {hasNote ? <Note x={286} y={59} text="note" /> : null}
      <Stack x={206} y={84} />
    </>
  );
}

function Stack({ x, y, width = 132 }: { x: number; y: number; width?: number }): ReactElement {
  return (
    <>
      {layers.map((name, index) => (
        <Layer key={name} x={x} y={y + index * 25} width={width} name={name} />
      ))}
    </>
  );
}

function Arrowhead(): ReactElement {
  return (
    <defs>
      <marker id="concept-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path d="M0 0L8 4L0 8z" className="concept-arrowhead" />
      </marker>
    </defs>
  );
}
