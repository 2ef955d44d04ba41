import type { ReactElement } from 'react';
import type { ImageStack } from './image-stack.ts';
import { layersText } from './layers-text.ts';

export interface LayersAsTextProps {
  stacks: readonly ImageStack[];
  comparison: string | undefined;
  isShown: boolean;
}

/** The picture in words; hidden from sight, not from screen readers, while the picture is shown. */
export function LayersAsText({ stacks, comparison, isShown }: LayersAsTextProps): ReactElement {
  return (
    <div className={isShown ? 'view-text' : 'visually-hidden'} tabIndex={isShown ? 0 : undefined} role="group" aria-label="In words">
      <ul aria-label="Layers as text">
        {comparison === undefined ? null : <li aria-live="polite">{comparison}</li>}
        {layersText(stacks).map((stack) => (
          <li key={stack.id}>
            {stack.head}
            <ol>
              {stack.layers.map((layer, index) => (
                <li key={index}>{layer}</li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </div>
  );
}
