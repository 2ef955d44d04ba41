/** A few words at the upper edge of a terminal's screen, for a moment. They are announced elsewhere. */
export interface ScreenNote {
  show: (words: string) => void;
  hide: () => void;
}

/** Milliseconds. */
const shownFor = 2500;

export function createScreenNote(element: HTMLElement): ScreenNote {
  const note = document.createElement('div');
  note.className = 'terminal-hint terminal-note';
  note.setAttribute('aria-hidden', 'true');
  let timer: ReturnType<typeof setTimeout> | undefined;

  function hide(): void {
    clearTimeout(timer);
    note.remove();
  }

  return {
    show(words) {
      note.textContent = words;
      element.append(note);
      clearTimeout(timer);
      timer = setTimeout(hide, shownFor);
    },
    hide,
  };
}
