import { ArrowLeft, ArrowRight, RotateCcw } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { DrawingBlock } from '../../../shared/course/course.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { conceptFrames } from './concepts.ts';
import { ContainerDrawing } from './container-drawing.tsx';
import { NetworkDrawing } from './network-drawing.tsx';
import { VolumeDrawing } from './volume-drawing.tsx';

const drawings = { container: ContainerDrawing, volume: VolumeDrawing, network: NetworkDrawing };

/** A drawing in a few frames, at the learner's own pace; what moves from one to the next is what the sentence below is about. */
export function ConceptFigure({ block }: { block: DrawingBlock }): ReactElement {
  const frames = conceptFrames[block.of];
  const [frame, setFrame] = useState(0);
  const Drawing = drawings[block.of];
  const isLast = frame === frames.length - 1;
  // Neither button is ever disabled: who steps with the keyboard would lose the place.
  const turn = (by: number) => setFrame((frame + by + frames.length) % frames.length);
  return (
    <figure className="concept" data-block={block.id} aria-label={block.alt}>
      <Drawing frame={frame} />
      <figcaption className="concept-caption">
        <p className="concept-sentence" aria-live="polite">
          {frames[frame]}
        </p>
        <div className="concept-steps">
          <IconButton label="Previous picture" onClick={() => turn(-1)}>
            <ArrowLeft aria-hidden />
          </IconButton>
          <span className="concept-count">
            {frame + 1} of {frames.length}
          </span>
          <IconButton label={isLast ? 'First picture' : 'Next picture'} onClick={() => turn(1)}>
            {isLast ? <RotateCcw aria-hidden /> : <ArrowRight aria-hidden />}
          </IconButton>
        </div>
      </figcaption>
    </figure>
  );
}
