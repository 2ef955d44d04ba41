import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from '../../components/button.tsx';
import { useModel } from '../../state/model-context.tsx';
import type { Buffer } from './buffer.ts';

/** Two texts, one file: the learner decides, nothing is lost before. */
export function ConflictBar({ buffer }: { buffer: Buffer }): ReactElement | null {
  const { files } = useModel();
  if (buffer.state === 'conflict') {
    return (
      <div className="note note-attention files-note" role="alert">
        <TriangleAlert aria-hidden className="note-icon" />
        <div className="note-text">
          <p>
            <strong>This file changed on disk while you typed.</strong> Saving waits for you to choose.
          </p>
          <div className="note-actions">
            <Button onClick={() => files.keepMine(buffer.path)}>Keep mine</Button>
            <Button onClick={() => files.takeDisk(buffer.path)}>Take the one on disk</Button>
          </div>
        </div>
      </div>
    );
  }
  if (buffer.state === 'gone') {
    return (
      <div className="note note-attention files-note" role="alert">
        <TriangleAlert aria-hidden className="note-icon" />
        <div className="note-text">
          <p>
            <strong>This file was deleted on disk.</strong> Its text is still here.
          </p>
          <div className="note-actions">
            <Button onClick={() => files.keepMine(buffer.path)}>Write it again</Button>
          </div>
        </div>
      </div>
    );
  }
  if (buffer.state === 'failed') {
    return (
      <div className="note note-refused files-note" role="alert">
        <CircleAlert aria-hidden className="note-icon" />
        <div className="note-text">
          <p>
            <strong>Not saved.</strong> {buffer.problem}
          </p>
          <div className="note-actions">
            <Button onClick={() => void files.flush()}>Try again</Button>
          </div>
        </div>
      </div>
    );
  }
  return null;
}
