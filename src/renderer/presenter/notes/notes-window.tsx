import { ChevronLeft, ChevronRight, EyeOff, Lightbulb, Pause, Play } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useNow } from '../../state/use-now.ts';
import '../../theme/notes.css';
import { describePace, elapsedOf, formatClock, formatMinute, paceOf } from '../clock.ts';
import { matchPresenterKey, type PresenterAction } from '../keys.ts';
import type { NotesLink } from './link.ts';
import type { NotesSlide, NotesSnapshot } from './snapshot.ts';

/** The trainer's own screen: this slide and the next, what to say, and the time. It follows the main window, and can lead it. */
export function NotesWindow({ link }: { link: NotesLink }): ReactElement {
  const [snapshot, setSnapshot] = useState<NotesSnapshot>();
  const [hasEnded, setEnded] = useState(false);
  useEffect(() => {
    const stop = link.listen((message) => {
      if (message.from !== 'presenter') return;
      if ('snapshot' in message) setSnapshot(message.snapshot);
      setEnded('ended' in message);
    });
    link.post({ from: 'notes', hello: true });
    return stop;
  }, [link]);

  useEffect(() => {
    document.title = 'Fleetlab: trainer’s notes';
    const theme = snapshot?.theme ?? 'system';
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [snapshot?.theme]);

  useEffect(() => {
    function handle(event: KeyboardEvent): void {
      const target = event.target instanceof Element ? event.target : undefined;
      const action = matchPresenterKey(event, { focus: target?.closest('button') == null ? 'slide' : 'control' });
      // This window does not end the presentation, and opens no other.
      if (action === undefined || ['back', 'leave', 'notes', 'map', 'full-screen', 'other-part'].includes(action.kind)) return;
      event.preventDefault();
      link.post({ from: 'notes', action });
    }
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, [link]);

  if (snapshot === undefined || hasEnded)
    return (
      <main className="notes notes-empty">
        <h1 className="notes-title">{hasEnded ? 'The presentation has ended' : 'Trainer’s notes'}</h1>
        <p>Start presenter mode in Fleetlab’s window (Alt+P): this window follows it.</p>
      </main>
    );
  return <Notes snapshot={snapshot} perform={(action) => link.post({ from: 'notes', action })} />;
}

function Notes({ snapshot, perform }: { snapshot: NotesSnapshot; perform: (action: PresenterAction) => void }): ReactElement {
  const { current, next, notes, hints, revealed } = snapshot;
  return (
    <main className="notes">
      <NotesBar snapshot={snapshot} perform={perform} />
      <div className="notes-columns">
        <section className="notes-text" aria-label="Notes">
          <h1 className="notes-title">{current.title}</h1>
          {notes === undefined ? (
            <p className="soft">This step has no notes.</p>
          ) : (
            <div className="prose notes-prose" dangerouslySetInnerHTML={{ __html: notes }} />
          )}
          {hints.length === 0 ? null : (
            <>
              <h2 className="small-title">Hints</h2>
              <ol className="notes-hints">
                {hints.map((hint, index) => (
                  <li key={hint.html} className={index < revealed ? 'is-shown' : ''}>
                    <p className="notes-hint-name">
                      {hint.name}
                      {index < revealed ? <span className="notes-shown">shown</span> : null}
                    </p>
                    <div className="prose prose-small" dangerouslySetInnerHTML={{ __html: hint.html }} />
                  </li>
                ))}
              </ol>
            </>
          )}
        </section>
        <div className="notes-slides">
          <Preview name="This slide" slide={current} isBlank={snapshot.isBlank} />
          {next === undefined ? <p className="soft">This is the last slide.</p> : <Preview name="Next slide" slide={next} />}
        </div>
      </div>
    </main>
  );
}

function NotesBar({ snapshot, perform }: { snapshot: NotesSnapshot; perform: (action: PresenterAction) => void }): ReactElement {
  const { clock, planned, minutes, plan, position, count, isBlank } = snapshot;
  const now = useNow(1000, clock.startedAt !== undefined);
  const elapsed = elapsedOf(clock, now);
  const { ahead } = paceOf(planned, elapsed);
  const pace = elapsed === 0 ? 'none' : ahead <= -1.5 ? 'behind' : ahead >= 1.5 ? 'ahead' : 'on-time';
  const due = plan.find((section) => section.from <= elapsed / 60_000 && elapsed / 60_000 < section.to);
  return (
    <header className="notes-bar">
      <p className="notes-clock" role="timer">
        {formatClock(elapsed)}
        <span className="notes-of">of {formatMinute(minutes)} h</span>
      </p>
      <p className={`notes-pace notes-pace-${pace}`}>
        {pace === 'none' ? 'not started' : describePace(ahead)}
        {due === undefined || pace === 'none' ? null : (
          <span className="notes-due">
            by plan: {due.number} {due.title}
          </span>
        )}
      </p>
      <div className="notes-controls">
        <button type="button" className="button" onClick={() => perform({ kind: 'clock' })}>
          {clock.startedAt === undefined ? <Play aria-hidden /> : <Pause aria-hidden />}
          {clock.startedAt === undefined ? 'Start' : 'Pause'}
        </button>
        <button type="button" className="button" aria-pressed={isBlank} onClick={() => perform({ kind: 'blank' })}>
          <EyeOff aria-hidden /> {isBlank ? 'Show' : 'Blank'}
        </button>
        <button type="button" className="button" onClick={() => perform({ kind: 'reveal' })}>
          <Lightbulb aria-hidden /> Reveal
        </button>
        <span className="notes-position">
          {position} of {count}
        </span>
        <button type="button" className="button" aria-label="Previous slide" onClick={() => perform({ kind: 'previous' })}>
          <ChevronLeft aria-hidden />
        </button>
        <button type="button" className="button button-primary" aria-label="Next slide" onClick={() => perform({ kind: 'next' })}>
          Next <ChevronRight aria-hidden />
        </button>
      </div>
    </header>
  );
}

function Preview({ name, slide, isBlank = false }: { name: string; slide: NotesSlide; isBlank?: boolean }): ReactElement {
  return (
    <section className={`preview ${isBlank ? 'is-blank' : ''}`} aria-label={name}>
      <p className="preview-name">
        {name}
        {isBlank ? <strong> · the screen is blank</strong> : null}
      </p>
      <p className="preview-title">{slide.title}</p>
      {slide.pieces.map((piece, index) => {
        switch (piece.kind) {
          case 'html':
            return <div key={index} className="prose prose-small" dangerouslySetInnerHTML={{ __html: piece.html }} />;
          case 'code':
            return (
              <figure key={index} className="preview-code">
                <figcaption>{piece.place}</figcaption>
                <pre>{piece.text}</pre>
              </figure>
            );
          case 'list':
            return (
              <div key={index} className="preview-list">
                <p>{piece.title}</p>
                <ol>
                  {piece.items.map((item) => (
                    <li key={item.text} className={item.isRight ? 'is-right' : ''}>
                      {item.text}
                      {item.isRight ? <span className="preview-right">right</span> : null}
                    </li>
                  ))}
                </ol>
              </div>
            );
        }
      })}
    </section>
  );
}
