/** What answers a letter: it takes text, or goes to what begins with it. */
const takesLetters = 'input, textarea, select, [contenteditable=true], [role=menu], [role=listbox]';
/** Where keys and clicks are for a terminal: at the terminals, and in a question, which one that is on its way may ask about a device's key. */
const forTerminals = '[data-region=terminal], [data-question]';

/**
 * Hears of the learner's keys and clicks elsewhere than at the terminals, and before what they do. Those at the page itself go nowhere, as do letters
 * at a button: who asked for a terminal has begun to type there.
 */
export function onKeysElsewhere(listener: () => void): void {
  if (typeof document === 'undefined') return;
  const hear = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof Element) || target === document.body || target.closest(forTerminals) !== null) return;
    if (event instanceof KeyboardEvent && goesNowhere(event, target)) return;
    listener();
  };
  for (const name of ['keydown', 'pointerdown']) window.addEventListener(name, hear, { capture: true });
}

function goesNowhere({ key, ctrlKey, altKey, metaKey }: KeyboardEvent, target: Element): boolean {
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(key)) return true;
  // A space presses a button, and a question mark shows the map of the keys.
  const isLetter = key.length === 1 && key !== ' ' && key !== '?' && !ctrlKey && !altKey && !metaKey;
  return isLetter && target.closest(takesLetters) === null;
}
