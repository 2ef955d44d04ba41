import type { ReactElement } from 'react';
import { serviceColour } from '../../device/service-colours.ts';
import { formatSize } from '../../format/size.ts';
import { comparison, sharedSize, type ImageStack, type StackLayer } from './image-stack.ts';
import type { LayerSpot } from './layers-picture.tsx';

export interface LayerInspectorProps {
  stacks: readonly ImageStack[];
  spot: LayerSpot | undefined;
  services: readonly string[];
  /** Whether it was chosen with a key or a click, so that a screen reader hears of it. */
  isChosen: boolean;
}

/** The layer that is pointed at, in words; else what the two images are beside each other. */
export function LayerInspector({ stacks, spot, services, isChosen }: LayerInspectorProps): ReactElement {
  const stack = spot === undefined ? undefined : stacks[spot.tower];
  const layer = spot?.layer === undefined ? undefined : stack?.layers[spot.layer];
  return (
    <section className="inspector" aria-label="What is pointed at" aria-live={isChosen ? 'polite' : 'off'}>
      <div
        className="inspector-told"
        role="group"
        aria-label="Layer"
        tabIndex={0}
        style={serviceColour((stack ?? stacks[0])?.service ?? '', services)}
      >
        {stack === undefined ? (
          <Overview stacks={stacks} />
        ) : layer === undefined ? (
          <>
            <p className="inspector-head">
              <strong>Settings only</strong> <span className="inspector-when">{stack.name}</span>
            </p>
            <p className="inspector-sentence">{settingsOf(stack)}</p>
          </>
        ) : (
          <LayerTold stack={stack} layer={layer} />
        )}
      </div>
    </section>
  );
}

function Overview({ stacks }: { stacks: readonly ImageStack[] }): ReactElement {
  const [first] = stacks;
  const shared = first === undefined ? 0 : sharedSize(first);
  const cached = stacks.some((stack) => stack.layers.some((layer) => layer.isReused === true && !layer.isEmpty));
  return (
    <>
      <p className="layers-verdict">
        {comparison(stacks) ?? 'Each instruction that changes files makes a layer; the next one stands on it.'}
      </p>
      <ul className="legend layers-legend" aria-label="Signs">
        <li>
          <span className="layers-key is-new" aria-hidden /> new in this release
        </li>
        {cached ? (
          <li>
            <span className="layers-key is-cached" aria-hidden /> from the cache: neither built nor sent again
          </li>
        ) : null}
        {shared > 0 && stacks.length > 1 ? (
          <li>
            <span className="layers-key is-shared" aria-hidden /> {formatSize(shared)} in both, stored once
          </li>
        ) : null}
        <li>heights are true to size</li>
        <li className="legend-keys">
          <kbd>↑</kbd> <kbd>↓</kbd> step through the layers
        </li>
      </ul>
    </>
  );
}

function LayerTold({ stack, layer }: { stack: ImageStack; layer: StackLayer }): ReactElement {
  const part = stack.size === 0 ? 0 : Math.round((layer.size / stack.size) * 100);
  return (
    <>
      <p className="inspector-head">
        <span className="service-mark" aria-hidden />
        <strong>{layer.isEmpty ? 'Settings only' : formatSize(layer.size)}</strong>
        <span className="inspector-when">
          {layer.isEmpty ? '' : `${part < 1 ? 'less than 1' : part} % of `}
          {stack.name}
        </span>
      </p>
      <p className="layers-command">
        <strong>{layer.word}</strong> {layer.text}
      </p>
      <p className="inspector-sentence">{layerSentence(layer)}</p>
    </>
  );
}

function layerSentence(layer: StackLayer): string {
  if (layer.isEmpty) return 'It changes what the image says of itself, no file: it takes no room.';
  const origin =
    layer.isReused === true
      ? 'Nothing up to here had changed since the release before, so the build took it from its cache, and the device had it already.'
      : layer.isReused === false
        ? 'The release before did not have it: this step, or one before it, is new or has changed.'
        : 'Whether it came from the cache is not known.';
  return layer.isShared ? `${origin} Both images stand on it: the device stores it once.` : origin;
}

function settingsOf(stack: ImageStack): string {
  return stack.layers
    .filter((layer) => layer.isEmpty)
    .map((layer) => `${layer.word} ${layer.text}`)
    .join(' · ');
}
