import { Check, CircleAlert, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Buffer } from './buffer.ts';

export function SaveState({ buffer }: { buffer: Buffer }): ReactElement {
  switch (buffer.state) {
    case 'clean':
      return (
        <span className="save-state">
          <Check aria-hidden /> Saved
        </span>
      );
    case 'changed':
    case 'saving':
      return (
        <span className="save-state">
          <LoaderCircle className="turning" aria-hidden /> Saving
        </span>
      );
    case 'conflict':
    case 'gone':
      return (
        <span className="save-state save-attention">
          <TriangleAlert aria-hidden /> {buffer.state === 'gone' ? 'Deleted on disk' : 'Changed on disk'}
        </span>
      );
    case 'failed':
      return (
        <span className="save-state save-refused">
          <CircleAlert aria-hidden /> Not saved
        </span>
      );
  }
}
