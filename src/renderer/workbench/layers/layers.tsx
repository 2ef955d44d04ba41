import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { knownServices } from '../../device/service-colours.ts';
import { formatSize } from '../../format/size.ts';
import { formatAgo } from '../../format/time.ts';
import { useFacts } from '../../state/model-context.tsx';
import { useNow } from '../../state/use-now.ts';
import { fleetName } from '../picture/fleet-name.ts';
import { PictureScroll } from '../picture/picture-scroll.tsx';
import { usePicture } from '../picture/use-picture.ts';
import { ViewHead } from '../picture/view-head.tsx';
import { NothingRuns, useViewState } from '../picture/view-state.tsx';
import { choiceName, comparison, firstChoice, seenImages, stacksOf, type SeenImage } from './image-stack.ts';
import { LayerInspector } from './layer-inspector.tsx';
import { LayersAsText } from './layers-as-text.tsx';
import { layOutLayers, type LayersLayout } from './layers-layout.ts';
import { LayersPicture, type LayerSpot } from './layers-picture.tsx';

/** What an image is made of, and what another made better: layers as towers on one scale. */
export function Layers(): ReactElement {
  const empty = useViewState('the layers of its images');
  const lab = useFacts((facts) => facts.lab);
  const seen = seenImages(useFacts((facts) => facts.engine));
  if (empty !== undefined) return empty;
  if (seen.length === 0) return <NothingRuns shows="the layers of its images" />;
  return <LayersView seen={seen} services={knownServices(lab)} name={`Layers of ${fleetName(lab)}`} />;
}

function LayersView({ seen, services, name }: { seen: readonly SeenImage[]; services: readonly string[]; name: string }): ReactElement {
  const { frame, scroll, box, isText, className, actions } = usePicture(name);
  const [wanted, setWanted] = useState<{ left?: string; right?: string }>({});
  const [showsSettings, setSettings] = useState(false);
  const [chosen, setChosen] = useState<LayerSpot>();
  const [pointed, setPointed] = useState<LayerSpot>();
  const first = firstChoice(seen);
  const left = present(seen, wanted.left) ?? present(seen, first.left);
  const right = wanted.right === none ? undefined : (present(seen, wanted.right) ?? present(seen, first.right));
  const shown = [left, right].flatMap((image, index, all) => (image === undefined || (index === 1 && image === all[0]) ? [] : [image]));
  const stacks = stacksOf(shown, seen);
  const layout = layOutLayers(stacks, { width: box.width, height: box.height, showsSettings });
  const settings = stacks.reduce((count, stack) => count + stack.layers.filter((layer) => layer.isEmpty).length, 0);
  const spot = pointed ?? chosen;

  function noticeKey(event: KeyboardEvent): void {
    const next = event.key === 'Escape' ? undefined : stepLayer(layout, chosen, event.key);
    if (event.key === 'Escape' ? chosen === undefined : next === undefined) return;
    event.preventDefault();
    setPointed(undefined);
    setChosen(next);
  }

  return (
    <div className={className} ref={frame}>
      <ViewHead actions={actions} about="layers">
        <ImageChoice label="Image" seen={seen} value={left?.image.id} onChoose={(id) => setWanted({ ...wanted, left: id })} />
        {seen.length < 2 ? null : <span className="image-against">beside</span>}
        {seen.length < 2 ? null : (
          <ImageChoice
            label="Image beside it"
            seen={seen}
            value={shown.length < 2 ? none : right?.image.id}
            onChoose={(id) => setWanted({ ...wanted, right: id })}
            hasNone
          />
        )}
        {settings === 0 ? null : (
          <div className="segments">
            <button type="button" className="segment" aria-pressed={showsSettings} onClick={() => setSettings(!showsSettings)}>
              Settings steps
            </button>
          </div>
        )}
      </ViewHead>
      {isText ? null : (
        <figure className="life-figure" aria-label={name} onKeyDown={noticeKey}>
          <PictureScroll
            picture={{ scroll, box }}
            label="Layers, by arrow keys"
            keys="Up and down arrow go through the layers, left and right to the other image. The list after it tells the same in words."
          >
            <LayersPicture
              stacks={stacks}
              layout={layout}
              services={services}
              spot={spot}
              scale={box.scale}
              onPoint={setPointed}
              onChoose={setChosen}
            />
          </PictureScroll>
        </figure>
      )}
      <LayersAsText stacks={stacks} comparison={comparison(stacks)} isShown={isText} />
      {isText ? null : (
        <LayerInspector stacks={stacks} spot={spot} services={services} isChosen={pointed === undefined && chosen !== undefined} />
      )}
    </div>
  );
}

/** The value of the second choice that stands for no image. */
const none = 'none';

function present(seen: readonly SeenImage[], id: string | undefined): SeenImage | undefined {
  return seen.find(({ image }) => image.id === id);
}

/** The layer that an arrow key leads to; undefined for other keys. */
function stepLayer(layout: LayersLayout, from: LayerSpot | undefined, key: string): LayerSpot | undefined {
  const tower = from?.tower ?? 0;
  const rows = layout.towers[tower]?.rows ?? [];
  const at = rows.findIndex(({ index }) => index === from?.layer);
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const next = from === undefined ? 0 : Math.min(rows.length - 1, Math.max(0, at + (key === 'ArrowUp' ? 1 : -1)));
    return { tower, layer: rows[next]?.index };
  }
  const other = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? 0 : undefined;
  const otherRows = other === undefined ? undefined : layout.towers[other]?.rows;
  if (other === undefined || otherRows === undefined) return undefined;
  return { tower: other, layer: otherRows[Math.min(otherRows.length - 1, Math.max(0, at))]?.index };
}

interface ImageChoiceProps {
  label: string;
  seen: readonly SeenImage[];
  value: string | undefined;
  onChoose: (id: string) => void;
  hasNone?: boolean;
}

function ImageChoice({ label, seen, value, onChoose, hasNone = false }: ImageChoiceProps): ReactElement {
  const now = useNow(10_000);
  const newestFirst = [...seen].sort((a, b) => b.image.createdAt - a.image.createdAt);
  return (
    <select className="image-choice" aria-label={label} value={value} onChange={(event) => onChoose(event.target.value)}>
      {hasNone ? <option value={none}>nothing</option> : null}
      {newestFirst.map(({ image, isOnDevice }) => (
        <option key={image.id} value={image.id}>
          {choiceName(image, seen)} · {formatSize(image.size)} · {formatAgo(image.createdAt, now)}
          {isOnDevice ? '' : ' · no longer on the device'}
        </option>
      ))}
    </select>
  );
}
