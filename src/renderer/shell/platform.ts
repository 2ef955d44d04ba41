const system = typeof navigator === 'undefined' ? '' : navigator.userAgent;

/** Whether the keyboard has a Cmd key where others have Ctrl. */
export const isMac = /Mac|iPhone|iPad/.test(system);

export const isWindows = system.includes('Windows');

/** The name on the key that `Mod` stands for. */
export const modKey = isMac ? 'Cmd' : 'Ctrl';
