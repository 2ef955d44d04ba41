import { useLayoutEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import { useModel } from '../../state/model-context.tsx';

/** Over the tab that gets another name: a field inside of it would be a control in a control. */
export function RenameField({ id, name, list }: { id: string; name: string; list: RefObject<HTMLElement | null> }): ReactElement {
  const { terminals } = useModel();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(name);
  // Giving the focus back takes it from the field, which then has nothing more to say.
  const isOver = useRef(false);
  const tab = (): HTMLElement | null | undefined => list.current?.querySelector<HTMLElement>(`[data-terminal="${id}"]`);

  useLayoutEffect(() => {
    const place = tab()?.getBoundingClientRect();
    const bar = field.current?.parentElement?.getBoundingClientRect();
    if (place === undefined || bar === undefined || field.current === null) return;
    field.current.style.left = `${place.left - bar.left}px`;
    field.current.style.width = `${place.width}px`;
    field.current.focus();
    field.current.select();
    // Where it is when it opens: it is not scrolled meanwhile.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  function end(isKept: boolean): void {
    if (isOver.current) return;
    isOver.current = true;
    if (isKept && text !== name) terminals.rename(id, text);
    else terminals.cancelRename();
  }

  return (
    <input
      ref={field}
      className="terminal-rename"
      aria-label={`Name of ${name}`}
      maxLength={60}
      value={text}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        end(event.key === 'Enter');
        tab()?.focus();
      }}
    />
  );
}
