import type { EnvironmentView } from '../../shared/domain/environment.ts';
import type { EnvironmentService } from './environment.ts';

/**
 * `chosen` is told when another environment is in use, also because the one before is gone or at another address; `stayed` of all else that
 * `onChange` tells: the same one changes, or has another past. Returns the function that ends both.
 */
export function onChoice(
  environment: Pick<EnvironmentService, 'view' | 'onChange'>,
  chosen: (view: EnvironmentView) => void,
  stayed?: (view: EnvironmentView) => void,
): () => void {
  let { id } = environment.view();
  return environment.onChange((view) => {
    const isAnother = view.id !== id;
    id = view.id;
    if (isAnother) chosen(view);
    else stayed?.(view);
  });
}
