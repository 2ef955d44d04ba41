import { Activity, Box, Database, Layers, Network } from 'lucide-react';
import type { ReactElement } from 'react';
import type { FigureBlock } from '../../shared/course/course.ts';
import { Button } from '../components/button.tsx';
import { useModel } from '../state/model-context.tsx';
import { WithCode } from './with-code.tsx';

const views = {
  device: { name: 'Device', Icon: Box },
  network: { name: 'Network', Icon: Network },
  lifecycle: { name: 'Lifecycle', Icon: Activity },
  volumes: { name: 'Volumes', Icon: Database },
  layers: { name: 'Layers', Icon: Layers },
} as const;

/** Leads from the text to the live view that it talks about, and points at what matters there. */
export function FigureCard({ block }: { block: FigureBlock }): ReactElement {
  const model = useModel();
  const { name, Icon } = views[block.view];
  return (
    <figure className="figure-card" data-block={block.id} aria-label={block.alt}>
      <Icon aria-hidden className="figure-icon" />
      <figcaption className="figure-caption">
        <WithCode text={block.caption} />
      </figcaption>
      <Button look="quiet" aria-label={`Show in ${name}: ${block.focus ?? block.alt}`} onClick={() => model.showFigure(block)}>
        Show in {name}
      </Button>
    </figure>
  );
}
