import type { Healthcheck } from '../engine.ts';
import type { RunMount } from './run-mount.ts';

/**
 * A Dockerfile as typed instructions (docs.docker.com/reference/dockerfile). Words that may hold variables are kept as
 * written, with their quotes: `expandWord` reads them when the step runs.
 */
export interface Dockerfile {
  /** ARG before the first FROM: only for FROM lines, unless a stage names them again. */
  globalArguments: ArgumentInstruction[];
  stages: Stage[];
  escape: '\\' | '`';
}

export interface Stage {
  /** Lower case; absent without `AS`. */
  name: string | undefined;
  from: FromInstruction;
  instructions: Instruction[];
}

interface Written {
  /** First line of the instruction, counted from 1. */
  line: number;
  /** The instruction on one line, as the builder prints it behind `Step n/m :`. */
  text: string;
}

export interface NamedWord {
  name: string;
  value: string;
}

export type CommandForm = { form: 'exec'; arguments: string[] } | { form: 'shell'; script: string };

export interface HereDocument {
  name: string;
  content: string;
  /** False where the delimiter is quoted: variables stay as they are. */
  expands: boolean;
}

export type FromInstruction = Written & { keyword: 'FROM'; image: string; platform: string | undefined };
export type ArgumentInstruction = Written & { keyword: 'ARG'; arguments: { name: string; value: string | undefined }[] };
export type CopyInstruction = Written & {
  keyword: 'COPY' | 'ADD';
  sources: string[];
  documents: HereDocument[];
  destination: string;
  from: string | undefined;
  owner: string | undefined;
  mode: string | undefined;
};
export type RunInstruction = Written & { keyword: 'RUN'; command: CommandForm; mounts: RunMount[] };

/** Steps that make no files. */
export type MetadataInstruction =
  | ArgumentInstruction
  | (Written & { keyword: 'ENV' | 'LABEL'; pairs: NamedWord[] })
  | (Written & { keyword: 'WORKDIR' | 'USER' | 'STOPSIGNAL' | 'MAINTAINER'; word: string })
  | (Written & { keyword: 'EXPOSE' | 'VOLUME'; words: string[] })
  | (Written & { keyword: 'CMD' | 'ENTRYPOINT'; command: CommandForm })
  | (Written & { keyword: 'SHELL'; arguments: string[] })
  | (Written & { keyword: 'HEALTHCHECK'; healthcheck: Healthcheck })
  /** `trigger` is the instruction that a build on top of the image begins with. */
  | (Written & { keyword: 'ONBUILD'; trigger: string });

export type Instruction = CopyInstruction | RunInstruction | MetadataInstruction;
