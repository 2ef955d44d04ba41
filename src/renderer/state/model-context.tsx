import { createContext, useContext } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { Model } from './model.ts';
import type { Facts } from './session.ts';
import { placeOf, type Place } from './course-position.ts';

export const ModelContext = createContext<Model | undefined>(undefined);

export function useModel(): Model {
  const model = useContext(ModelContext);
  if (model === undefined) throw new Error('No model above this component.');
  return model;
}

/** What main knows; only below the point where it has been loaded. */
export function useFacts<Value>(select: (facts: Facts) => Value): Value {
  const model = useModel();
  return useStore(model.session.store, (state) => {
    if (state.facts === undefined) throw new Error('Nothing has been loaded yet.');
    return select(state.facts);
  });
}

export function usePlace(): Place {
  const course = useFacts((facts) => facts.course);
  const progress = useFacts((facts) => facts.progress);
  const place = placeOf(course, progress);
  if (place === undefined) throw new Error('The course has no steps.');
  return place;
}

/** `useStore` with the store's own type; keeps imports of zustand in one place. */
export function useSelect<State, Value>(store: StoreApi<State>, select: (state: State) => Value): Value {
  return useStore(store, select);
}
