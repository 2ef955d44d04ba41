import { modKey } from '../../shell/platform.ts';

export interface LinkHint {
  show: (event: MouseEvent) => void;
  hide: () => void;
}

/** Says beside the mouse how a link is opened, since a plain click gives the terminal the keys and no more. */
export function createLinkHint(element: HTMLElement): LinkHint {
  const hint = document.createElement('div');
  hint.className = 'terminal-hint terminal-link-hint';
  hint.setAttribute('aria-hidden', 'true');
  hint.textContent = `${modKey}+click opens the link`;
  return {
    show({ clientX, clientY }) {
      element.append(hint);
      const place = element.getBoundingClientRect();
      const left = Math.min(clientX - place.left, place.width - hint.offsetWidth - 8);
      const below = clientY - place.top + 20;
      const isRoomBelow = below + hint.offsetHeight <= place.height;
      hint.style.left = `${Math.max(0, left)}px`;
      hint.style.top = `${isRoomBelow ? below : Math.max(0, clientY - place.top - hint.offsetHeight - 12)}px`;
    },
    hide: () => hint.remove(),
  };
}
