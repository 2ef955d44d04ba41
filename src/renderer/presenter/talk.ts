import type { Model } from '../state/model.ts';
import { createPresentation, type Presentation } from './presentation.ts';
import { createPresentedModel, type PresentedModel } from './presented-model.ts';

/** What is kept of a presentation while the learner's view is in front. */
export interface Talk {
  presentation: Presentation;
  presented: PresentedModel;
}

const talks = new WeakMap<Model, Talk>();

/** One for each model: who comes back finds the slide that was left. */
export function talkOf(model: Model): Talk {
  const known = talks.get(model);
  if (known !== undefined) return known;
  const presentation = createPresentation(model);
  const presented = createPresentedModel(model, {
    goToStep: (stepId) => presentation.goToStep(stepId),
    bringForward(what) {
      const layout = presentation.layout();
      if (layout !== what && layout !== `text-${what}`) presentation.setLayout(`text-${what}`);
    },
  });
  const talk = { presentation, presented };
  talks.set(model, talk);
  return talk;
}
