import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { knownServices } from '../../device/service-colours.ts';
import { useFacts, usePlace } from '../../state/model-context.tsx';
import { fleetName } from '../picture/fleet-name.ts';
import { PictureScroll } from '../picture/picture-scroll.tsx';
import { usePicture } from '../picture/use-picture.ts';
import { ViewHead } from '../picture/view-head.tsx';
import { NothingRuns, useViewState } from '../picture/view-state.tsx';
import { PushFates } from './push-fates.tsx';
import { storageAfterPush, storageOf, type Storage } from './storage.ts';
import { fatesOf, storageText } from './storage-words.ts';
import { useVolumeFiles } from './use-volume-files.ts';
import { VolumeContents } from './volume-contents.tsx';
import { layOutVolumes } from './volumes-layout.ts';
import { VolumesPicture } from './volumes-picture.tsx';

/** Where services keep what they write: what is in each volume, and what outlives the next push. */
export function Volumes(): ReactElement {
  const empty = useViewState('what its services keep, and where');
  const lab = useFacts((facts) => facts.lab);
  const engine = useVolumeFiles(useFacts((facts) => facts.engine));
  const plan = useFacts((facts) => facts.plan);
  const { step } = usePlace();
  const services = knownServices(lab);
  const fleet = fleetName(lab);
  if (empty !== undefined) return empty;
  const now = storageOf(engine, services);
  if (now.services.length === 0 && now.volumes.length === 0) return <NothingRuns shows="what its services keep, and where" />;
  const isOfThisFleet = step.fleet === '' || step.fleet === fleet || lab.fleets.every(({ name }) => name !== step.fleet);
  const after = isOfThisFleet ? storageAfterPush(engine, services, plan) : undefined;
  const unknown = !isOfThisFleet
    ? `The files of this step go to the fleet ${step.fleet}; the device is in ${fleet}.`
    : plan.problems.find(({ severity }) => severity === 'error') === undefined
      ? `The folder ${plan.folder} holds nothing that could be pushed.`
      : `${plan.file ?? plan.folder} has an error, so it is not known what a push would do: ${plan.problems.find(({ severity }) => severity === 'error')?.message ?? ''}`;
  return <VolumesView now={now} after={after} unknown={unknown} folder={plan.folder} services={services} name={`Volumes of ${fleet}`} />;
}

interface VolumesViewProps {
  now: Storage;
  after: Storage | undefined;
  /** Why it is not known what a push does, where it is not. */
  unknown: string;
  folder: string;
  services: readonly string[];
  name: string;
}

function VolumesView({ now, after, unknown, folder, services, name }: VolumesViewProps): ReactElement {
  const { frame, scroll, box, isText, className, actions } = usePicture(name);
  const [isPlan, setPlan] = useState(false);
  const [wanted, setWanted] = useState<string>();
  const storage = isPlan && after !== undefined ? after : now;
  const layout = layOutVolumes(storage, box);
  const chosen = storage.volumes.find(({ id }) => id === wanted) ?? storage.volumes.find(({ id }) => id === layout.volumes[0]?.id);

  function noticeKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined || layout.volumes.length === 0) return;
    event.preventDefault();
    const at = layout.volumes.findIndex(({ id }) => id === chosen?.id);
    const next = layout.volumes[Math.min(layout.volumes.length - 1, Math.max(0, at + step))];
    setPlan(false);
    setWanted(next?.id);
  }

  return (
    <div className={className} ref={frame}>
      <ViewHead actions={actions} about="volumes">
        <div className="segments" role="group" aria-label="State">
          <button type="button" className="segment" aria-pressed={!isPlan} onClick={() => setPlan(false)}>
            On the device
          </button>
          <button type="button" className="segment" aria-pressed={isPlan} onClick={() => setPlan(true)}>
            After the next push
          </button>
        </div>
      </ViewHead>
      {isPlan && after === undefined ? <p className="view-note">{unknown}</p> : null}
      <div className="volumes-columns">
        {isText ? null : (
          <figure className="volumes-figure" aria-label={name} onKeyDown={noticeKey}>
            <PictureScroll
              picture={{ scroll, box }}
              label="Volumes, by arrow keys"
              keys="Up and down arrow choose a volume, whose contents are told beside. The list after it tells the picture in words."
            >
              <VolumesPicture
                storage={storage}
                layout={layout}
                services={services}
                chosen={isPlan ? undefined : chosen?.id}
                scale={box.scale}
                onChoose={(id) => {
                  setPlan(false);
                  setWanted(id);
                }}
              />
            </PictureScroll>
          </figure>
        )}
        <div className={isText ? 'view-text' : 'visually-hidden'} tabIndex={isText ? 0 : undefined} role="group" aria-label="In words">
          <ul aria-label="Volumes as text">
            {storageText(storage).map(({ key, sentence }) => (
              <li key={key}>{sentence}</li>
            ))}
          </ul>
        </div>
        {isPlan && after !== undefined ? (
          <PushFates fates={fatesOf(now, after)} folder={folder} />
        ) : (
          <VolumeContents volume={chosen} storage={storage} />
        )}
      </div>
    </div>
  );
}
