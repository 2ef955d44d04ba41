import type { ReactElement, ReactNode } from 'react';
import { KnowledgeNote, type KnowledgeNoteProps } from './knowledge-note.tsx';
import { PictureActions, type PictureActionsProps } from './picture-actions.tsx';
import { StaleNote } from './view-state.tsx';

export interface ViewHeadProps {
  actions: PictureActionsProps;
  about: KnowledgeNoteProps['about'];
  /** What is chosen to be shown. */
  children: ReactNode;
}

/** The head of a picture: its name, what is shown of it, what can be done with it, and how much of it is known. */
export function ViewHead({ actions, about, children }: ViewHeadProps): ReactElement {
  return (
    <>
      <div className="view-bar">
        <h2 className="view-title" title={actions.name}>
          {actions.name}
        </h2>
        <span className="view-space" />
        {children}
        <PictureActions {...actions} />
      </div>
      <StaleNote />
      <KnowledgeNote about={about} />
    </>
  );
}
