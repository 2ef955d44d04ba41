import type { Terminal } from '@xterm/xterm';

/**
 * Draws with WebGL for as long as the terminal is shown, where a graphics card does it; a machine without one, or one that loses it, keeps
 * the DOM renderer. Browsers give a page only some sixteen contexts, so one in the back gives its own up. Returns the function that ends it.
 */
export function drawFast(terminal: Terminal): () => void {
  if (!hasGraphicsCard()) return () => undefined;
  let isOver = false;
  let end: () => void = () => undefined;
  void import('@xterm/addon-webgl')
    .then(({ WebglAddon }) => {
      if (isOver) return;
      const addon = new WebglAddon();
      addon.onContextLoss(() => addon.dispose());
      terminal.loadAddon(addon);
      end = () => addon.dispose();
    })
    .catch(() => undefined);
  return () => {
    isOver = true;
    end();
    end = () => undefined;
  };
}

let graphicsCard: boolean | undefined;

/** WebGL that the processor has to draw takes more of it than the DOM does (measured: a flood of output comes ten times slower). */
export function hasGraphicsCard(): boolean {
  if (graphicsCard !== undefined) return graphicsCard;
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  const facts = context?.getExtension('WEBGL_debug_renderer_info');
  const name = facts === null || facts === undefined ? '' : String(context?.getParameter(facts.UNMASKED_RENDERER_WEBGL));
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  // Chromium's own (SwiftShader), Mesa's (llvmpipe, softpipe) and Windows' (WARP).
  graphicsCard = context !== null && !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
  return graphicsCard;
}
