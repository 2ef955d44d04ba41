import { z } from 'zod';
import type { EngineContainer, EngineImage, ImageLayer } from '../../../shared/domain/engine-view.ts';
import { historyScript, splitAnswer } from './engine-script.ts';
import type { InspectedImage } from './parse-inspect.ts';
import type { CommandResult } from '../lab/lab.ts';

/** What an image is made of does not change: it is asked for once, and kept beyond the image's life to compare the next one with. */
export interface ImageLayers {
  /** Asks the device about images that are new. Rejects with FleetlabError. */
  describe(images: readonly InspectedImage[], containers: readonly EngineContainer[]): Promise<{ now: EngineImage[]; past: EngineImage[] }>;
}

const historyLine = z.object({ CreatedBy: z.string(), Size: z.string() });

interface KnownLayer {
  createdBy: string;
  size: number;
  isEmpty: boolean;
  /** Equal where the same layer stands at the same place. */
  identity: string;
}

/** Images of each service that are gone from the device and still shown beside the present one. */
const pastPerService = 3;

export function createImageLayers(run: (line: string) => Promise<CommandResult>): ImageLayers {
  const layersOf = new Map<string, KnownLayer[]>();
  /** By service, oldest first; the last one is the present. */
  const seen = new Map<string, { image: EngineImage; layers: KnownLayer[] }[]>();

  async function learn(images: readonly InspectedImage[]): Promise<void> {
    const unknown = images.filter(({ id }) => !layersOf.has(id) && /^sha256:[0-9a-f]+$/.test(id));
    if (unknown.length === 0) return;
    const { stdout } = await run(historyScript(unknown.map(({ id }) => id)));
    const answers = splitAnswer(stdout);
    for (const image of unknown) layersOf.set(image.id, layersFrom(answers.get(image.id) ?? '', image.layerIds));
  }

  return {
    async describe(images, containers) {
      await learn(images);
      const now = images.map((image): EngineImage => {
        const container = containers.find(({ imageId }) => imageId === image.id);
        const { id, tags, createdAt, size } = image;
        const layers = layersOf.get(id) ?? [];
        const service = container?.service;
        const before = service === undefined ? undefined : seen.get(service)?.findLast((one) => one.image.id !== id);
        return {
          id,
          tags,
          ...(service === undefined ? {} : { service }),
          ...(container?.release === undefined ? {} : { release: container.release }),
          createdAt,
          size,
          layers: shown(layers, before?.layers),
        };
      });
      for (const image of now) {
        if (image.service === undefined) continue;
        const past = (seen.get(image.service) ?? []).filter((one) => one.image.id !== image.id);
        seen.set(image.service, [...past, { image, layers: layersOf.get(image.id) ?? [] }].slice(-1 - pastPerService));
      }
      const present = new Set(images.map(({ id }) => id));
      const past = [...seen.values()].flat().flatMap(({ image }) => (present.has(image.id) ? [] : [image]));
      return { now, past };
    },
  };
}

/** The first layers that are the same as the earlier image's came from its build's cache. */
function shown(layers: readonly KnownLayer[], before: readonly KnownLayer[] | undefined): ImageLayer[] {
  const firstOther = before === undefined ? -1 : layers.findIndex(({ identity }, index) => before[index]?.identity !== identity);
  const same = firstOther === -1 ? layers.length : firstOther;
  return layers.map(({ createdBy, size, isEmpty }, index) => ({
    createdBy,
    size,
    isEmpty,
    ...(before === undefined ? {} : { isReused: index < same }),
  }));
}

/** `history` tells the newest first; the ids of those that are not empty stand in `layerIds`, where their count fits. */
function layersFrom(text: string, layerIds: readonly string[] | undefined): KnownLayer[] {
  const lines = text
    .split('\n')
    .flatMap(parseLine)
    .reverse()
    .map((line) => ({ ...line, isEmpty: line.size === 0 && isMetadata(line.createdBy) }));
  const full = lines.filter(({ isEmpty }) => !isEmpty);
  const ids = layerIds?.length === full.length ? layerIds : undefined;
  let next = 0;
  return lines.map((line) => {
    const id = line.isEmpty ? undefined : ids?.[next++];
    return { ...line, identity: `${line.createdBy} ${id ?? String(line.size)}` };
  });
}

function parseLine(line: string): { createdBy: string; size: number }[] {
  try {
    const { CreatedBy, Size } = historyLine.parse(JSON.parse(line));
    return [{ createdBy: CreatedBy, size: Number(Size) || 0 }];
  } catch {
    return [];
  }
}

/** The builder's `#(nop)`, or BuildKit's plain words, of an instruction that changes no file. */
function isMetadata(createdBy: string): boolean {
  const instruction = createdBy.replace(/^\/bin\/sh -c #\(nop\)\s+/, '');
  return /^(ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\b/.test(instruction);
}
