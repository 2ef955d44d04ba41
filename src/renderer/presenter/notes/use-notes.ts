import { useEffect, useRef, useState } from 'react';
import { useModel, useSelect, useFacts } from '../../state/model-context.tsx';
import type { PresenterAction } from '../keys.ts';
import { useClassClock } from '../plan-panel.tsx';
import type { Talk } from '../talk.ts';
import { openNotesLink, type NotesLink } from './link.ts';
import { notesSnapshot } from './snapshot.ts';

/** Keeps the trainer's window informed, and does what is asked for there. */
export function useNotes(talk: Talk, perform: (action: PresenterAction) => void): { open: () => void; problem: string | undefined } {
  const { presentation } = talk;
  const model = useModel();
  const course = useFacts((facts) => facts.course);
  const state = useSelect(presentation.store, (now) => now);
  const theme = useSelect(model.layout.store, (layout) => layout.theme);
  const clock = useClassClock();
  const link = useRef<NotesLink>(undefined);
  const [problem, setProblem] = useState<string>();
  const latest = useRef(perform);
  const snapshot = notesSnapshot({
    course,
    slides: presentation.slides(),
    current: presentation.current(),
    revealed: state.revealed,
    isBlank: state.isBlank,
    clock,
    theme,
  });
  const told = useRef(snapshot);
  useEffect(() => {
    latest.current = perform;
    told.current = snapshot;
  });

  useEffect(() => {
    const opened = openNotesLink();
    link.current = opened;
    const stop = opened.listen((message) => {
      if (message.from !== 'notes') return;
      if ('hello' in message) opened.post({ from: 'presenter', snapshot: told.current });
      else latest.current(message.action);
    });
    return () => {
      opened.post({ from: 'presenter', ended: true });
      stop();
      opened.close();
    };
  }, []);

  const text = JSON.stringify(snapshot);
  useEffect(() => {
    link.current?.post({ from: 'presenter', snapshot: told.current });
  }, [text]);

  return {
    problem,
    open() {
      const address = new URL('/?view=notes', window.location.href);
      const opened = window.open(address, 'fleetlab-notes', 'popup,width=960,height=720');
      setProblem(
        opened === null ? 'The browser did not open the notes: allow pop-up windows for this page, then press N again.' : undefined,
      );
      opened?.focus();
    },
  };
}
