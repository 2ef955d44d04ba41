/** Scrolls as little as it takes until the element is wholly in view, at once where motion is not wanted. */
export function bringIntoSight(element: Element, block: ScrollLogicalPosition = 'nearest'): void {
  const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ block, behavior: isCalm ? 'auto' : 'smooth' });
}
