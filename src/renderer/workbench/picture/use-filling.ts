import { useEffect, useState } from 'react';

/**
 * Whether a picture fills the screen, and the function that changes it. The window goes full screen where the browser allows it and the
 * picture's frame (class `is-filling`) covers the window, so that menus and tips still lie above it. Escape leaves.
 */
export function useFilling(): [boolean, () => void] {
  const [isFilling, setFilling] = useState(false);
  useEffect(() => {
    if (!isFilling) return undefined;
    function leave(): void {
      setFilling(false);
    }
    function noticeScreen(): void {
      if (document.fullscreenElement === null) leave();
    }
    function noticeKey(event: KeyboardEvent): void {
      // A menu that is open closes first, and says so.
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      leave();
      if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
    }
    document.addEventListener('fullscreenchange', noticeScreen);
    document.addEventListener('keydown', noticeKey);
    return () => {
      document.removeEventListener('fullscreenchange', noticeScreen);
      document.removeEventListener('keydown', noticeKey);
    };
  }, [isFilling]);
  function toggle(): void {
    setFilling(!isFilling);
    const change = isFilling ? leaveFullScreen() : document.documentElement.requestFullscreen();
    change.catch(() => undefined);
  }
  return [isFilling, toggle];
}

async function leaveFullScreen(): Promise<void> {
  if (document.fullscreenElement !== null) await document.exitFullscreen();
}
