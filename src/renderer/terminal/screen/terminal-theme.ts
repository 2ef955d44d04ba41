import type { ITheme } from '@xterm/xterm';

const tokens = {
  background: '--terminal',
  foreground: '--terminal-ink',
  cursor: '--terminal-ink',
  cursorAccent: '--terminal',
  selectionBackground: '--terminal-selection',
  black: '--terminal-black',
  red: '--terminal-red',
  green: '--terminal-green',
  yellow: '--terminal-yellow',
  blue: '--terminal-blue',
  magenta: '--terminal-magenta',
  cyan: '--terminal-cyan',
  white: '--terminal-white',
  brightBlack: '--terminal-bright-black',
  brightRed: '--terminal-bright-red',
  brightGreen: '--terminal-bright-green',
  brightYellow: '--terminal-bright-yellow',
  brightBlue: '--terminal-bright-blue',
  brightMagenta: '--terminal-bright-magenta',
  brightCyan: '--terminal-bright-cyan',
  brightWhite: '--terminal-bright-white',
} as const satisfies Partial<Record<keyof ITheme, string>>;

const scrollBar: ITheme = {
  scrollbarSliderBackground: 'rgb(255 255 255 / 14%)',
  scrollbarSliderHoverBackground: 'rgb(255 255 255 / 24%)',
  scrollbarSliderActiveBackground: 'rgb(255 255 255 / 32%)',
  overviewRulerBorder: 'transparent',
};

/** The tokens' colours as they are now, light or dark: xterm draws on a canvas and cannot read custom properties. */
export function readTerminalTheme(document: Document): ITheme {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colours = Object.entries(tokens).map(([name, token]) => {
    probe.style.color = `var(${token})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return { ...(Object.fromEntries(colours) as ITheme), ...scrollBar };
}
