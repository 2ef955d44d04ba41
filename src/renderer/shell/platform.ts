/** Whether the keyboard has a Cmd key where others have Ctrl. */
export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The name on the key that `Mod` stands for. */
export const modKey = isMac ? 'Cmd' : 'Ctrl';
