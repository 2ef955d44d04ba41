import type { ReactElement } from 'react';
import type { EngineView } from '../../../shared/domain/engine-view.ts';
import { knowsListeners } from '../../../shared/network/from-engine.ts';
import { useFacts } from '../../state/model-context.tsx';

export interface KnowledgeNoteProps {
  about: 'network' | 'requests' | 'lifecycle' | 'volumes' | 'layers';
}

/** Where an environment does not show everything: what is known, and what is inferred. */
export function KnowledgeNote({ about }: KnowledgeNoteProps): ReactElement | null {
  const engine = useFacts((facts) => facts.engine);
  // Whoever shows connections shows everything.
  if (engine.seesConnections || engine.readAt === 0) return null;
  return (
    <p className="view-note" role="note">
      {knowledgeWords(about, engine)}
    </p>
  );
}

export function knowledgeWords(about: KnowledgeNoteProps['about'], engine: EngineView): string {
  switch (about) {
    case 'network':
      return `Known: networks, addresses, published ports.${inferredPorts(engine)} Not seen: others’ traffic.`;
    case 'requests':
      return 'Known: what came back to requests that Fleetlab made; others are not seen here. Inferred: the reason, from the networks.';
    case 'lifecycle':
      return 'Known: what the engine told while Fleetlab watched. Inferred: what was before, from each container’s times and the log.';
    case 'volumes':
      return 'Known: the engine’s volumes, who sees them, and their files. Inferred: what a push would do, from your files.';
    case 'layers':
      return 'Known: each image’s layers and their sizes. Inferred: which were cached, from the image before.';
  }
}

function inferredPorts({ containers }: EngineView): string {
  const unseen = containers.flatMap((container) =>
    container.state !== 'running' || knowsListeners(container) ? [] : [container.service ?? container.name],
  );
  if (unseen.length === 0) return '';
  const [first = '', second = ''] = unseen;
  const names =
    unseen.length > 2
      ? `${first} and ${unseen.length - 1} more listen`
      : unseen.length === 2
        ? `${first} and ${second} listen`
        : `${first} listens`;
  return ` Inferred: where ${names}.`;
}
