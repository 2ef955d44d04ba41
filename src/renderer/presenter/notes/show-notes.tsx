import { createRoot } from 'react-dom/client';
import { openNotesLink } from './link.ts';
import { NotesWindow } from './notes-window.tsx';

/** Makes this page the trainer's window. */
export function showNotes(root: HTMLElement): void {
  createRoot(root).render(<NotesWindow link={openNotesLink()} />);
}
