import { expandWord, SubstitutionError } from '../dockerfile/substitute.ts';
import type { Variables } from '../dockerfile/substitute.ts';
import { BuildError } from '../engine.ts';
import type { StageImage } from './builder.ts';

/** A stage while its steps run. */
export interface Stage {
  image: StageImage;
  /** Values of the ARGs of this stage; undefined where an ARG has none. */
  arguments: Map<string, string | undefined>;
  /** A CMD of this Dockerfile came before: ENTRYPOINT then keeps it. */
  hasCommand: boolean;
  /** A step was not in the cache: what follows is not looked up. */
  isCacheBusted: boolean;
  /** ENV wins over ARG. */
  variables: Variables;
  /** Throws BuildError with the line. */
  expand(word: string, line: number): string;
}

export function createStage(image: StageImage, escape: string): Stage {
  const stage: Stage = {
    image,
    arguments: new Map(),
    hasCommand: false,
    isCacheBusted: false,
    variables: (name) => {
      const { environment } = stage.image.config;
      return Object.hasOwn(environment, name) ? environment[name] : stage.arguments.get(name);
    },
    expand: (word, line) => expandOrFail(word, stage.variables, escape, line),
  };
  return stage;
}

export function expandOrFail(word: string, variables: Variables, escape: string, line: number): string {
  try {
    return expandWord(word, variables, escape);
  } catch (error) {
    if (error instanceof SubstitutionError) throw new BuildError(error.message, line);
    throw error;
  }
}
