import { badRequest } from '../api-error.ts';
import { findProperty, isNavigation } from '../database/model.ts';
import type { Database, Json, NavigationProperty, Resource, Row } from '../database/model.ts';

export interface Navigation {
  /** The name its values are stored under. */
  name: string;
  property: NavigationProperty;
  resource: Resource;
}

/** The navigation property of that name. Throws ApiError (400) where there is none. */
export function navigation(resource: Resource, name: string, database: Database): Navigation {
  const found = findProperty(resource, name);
  if (found === undefined) throw badRequest(`"${resource.name}" has no property "${name}".`);
  if (!isNavigation(found.property)) throw badRequest(`"${name}" of "${resource.name}" is a value and leads to no other resource.`);
  const { property } = found;
  // A reference is followed by the id that the row holds under the property's own name.
  const named = property.kind === 'reference' ? { ...property, storedAs: found.name } : property;
  return { name: found.name, property: named, resource: database.resource(property.resource) };
}

/** The rows a navigation property of a row leads to, oldest first: none or one for a reference. */
export function follow(property: NavigationProperty & { storedAs?: string }, row: Row, database: Database): readonly Row[] {
  switch (property.kind) {
    case 'collection':
      return database.filterBy(property.resource, { [property.by]: row.id });
    case 'reference':
      return present(database.find(property.resource, row[property.storedAs ?? '']));
    case 'computed-reference':
      return present(database.find(property.resource, property.compute(row, database)));
  }
}

/** A property's own value; for a reference the id it points to. */
export function readScalar(found: NonNullable<ReturnType<typeof findProperty>>, row: Row, database: Database): Json {
  const { property } = found;
  if (property.kind === 'computed' || property.kind === 'computed-reference') return property.compute(row, database);
  return row[found.name] ?? null;
}

function present(row: Row | undefined): readonly Row[] {
  return row === undefined ? [] : [row];
}
