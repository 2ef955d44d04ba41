import type { DirectoryFileSystem } from '../../filesystem/directory-file-system.ts';
import type { FileSystem } from '../../filesystem/filesystem.ts';
import type { Dockerfile } from '../dockerfile/instructions.ts';
import type { BuildRequest, ImageConfig } from '../engine.ts';
import type { HistoryEntry, ImageRecord, ImageStore } from '../images/image-store.ts';
import type { LayerEntry } from '../images/layer.ts';
import type { LayerStore } from '../images/layer-store.ts';

/** What a build needs of the engine. */
export interface Builder {
  images: ImageStore;
  layers: LayerStore;
  architecture: string;
  now: () => number;
  /** A fresh, empty file system for a stage; removed by `dispose`. */
  openScratch: () => Promise<{ fileSystem: DirectoryFileSystem; dispose: () => Promise<void> }>;
  /** Runs one command in a temporary container to its end; rejects with EngineError where it cannot be started. */
  run: (request: RunRequest) => Promise<number>;
}

export interface RunRequest {
  fileSystem: FileSystem;
  command: readonly string[];
  environment: ReadonlyMap<string, string>;
  workingDirectory: string;
  user: string;
  hostname: string;
  output: (line: string) => void;
  abort: AbortSignal | undefined;
}

/** What the steps of one build share. */
export interface BuildSession {
  builder: Builder;
  request: BuildRequest;
  dockerfile: Dockerfile;
  /** ARGs before the first FROM, with their values. */
  globalArguments: ReadonlyMap<string, string | undefined>;
  /** Build arguments that an ARG has named. */
  consumed: Set<string>;
  /** The context's files; made when the first COPY asks. */
  context?: Promise<StageTree>;
  /** Finished stages, in order. */
  stages: FinishedStage[];
}

export interface FinishedStage {
  name: string | undefined;
  image: StageImage;
}

/** The image as far as a stage has come. `id` is empty for `scratch`. */
export interface StageImage {
  id: string;
  config: ImageConfig;
  history: HistoryEntry[];
}

export type StageTree = ReadonlyMap<string, LayerEntry>;

export function asStageImage(record: ImageRecord): StageImage {
  return { id: record.id, config: record.config, history: record.history };
}

export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
