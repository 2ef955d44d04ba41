/**
 * What the API knows about a resource. Names of resources and properties are those of version 7 of balena's API, as
 * balena-sdk's types list them; the shape of this model is ours.
 */

export type Scalar = string | number | boolean | null;
export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json };

/** Dates are ISO 8601 texts in UTC; a reference holds the id of the row it points to. */
export interface Row {
  id: number;
  [property: string]: Json;
}

export type ScalarType = 'text' | 'integer' | 'real' | 'boolean' | 'date' | 'json';

export interface FieldProperty {
  kind: 'field';
  type: ScalarType;
  isOptional: boolean;
  /** Used by an insert that does not name the property. */
  initial?: () => Json;
  /** Set by the cloud only. */
  isReadOnly?: boolean;
  /** Never sent to a client. */
  isHidden?: boolean;
}

export interface ReferenceProperty {
  kind: 'reference';
  resource: string;
  isOptional: boolean;
  /** What happens to this row when the row it points to is deleted. */
  onDelete: 'delete' | 'clear';
  isReadOnly?: boolean;
}

export interface ComputedProperty {
  kind: 'computed';
  type: ScalarType;
  compute(row: Row, database: Database): Json;
}

export interface ComputedReferenceProperty {
  kind: 'computed-reference';
  resource: string;
  compute(row: Row, database: Database): number | null;
}

/** The rows of `resource` whose reference `by` points here. */
export interface CollectionProperty {
  kind: 'collection';
  resource: string;
  by: string;
}

/** Another name of a property of the same resource. */
export interface AliasProperty {
  kind: 'alias';
  of: string;
}

export type Property =
  FieldProperty | ReferenceProperty | ComputedProperty | ComputedReferenceProperty | CollectionProperty | AliasProperty;
export type NavigationProperty = ReferenceProperty | ComputedReferenceProperty | CollectionProperty;

export interface Resource {
  name: string;
  /** Other names in an address, e.g. `user_public_key`. */
  otherNames?: readonly string[];
  /** Ids count up from here, so that they look like those of a cloud with a past. */
  firstId: number;
  properties: Readonly<Record<string, Property>>;
  /** Sets of properties that no two rows may share. A row with null in one of them is left out. */
  unique: readonly (readonly string[])[];
  /** Whose rows the API's clients cannot change. */
  isReadOnly?: boolean;
}

/** The cloud's tables in memory. Every change is made inside `change`, which applies all of it or nothing. */
export interface Database {
  resource(name: string): Resource;
  /** Every row, oldest first. */
  rows(resource: string): readonly Row[];
  find(resource: string, id: Json | undefined): Row | undefined;
  /** The first row that has these values. */
  findBy(resource: string, values: Readonly<Record<string, Json>>): Row | undefined;
  filterBy(resource: string, values: Readonly<Record<string, Json>>): Row[];
  /** Runs the work as one transaction: if it throws, nothing of it stays. Inside another change it joins that one. */
  change<T>(work: () => T): T;
  /** Rejected values and broken unique rules throw ApiError. */
  insert(resource: string, values: Readonly<Record<string, Json>>): Row;
  update(resource: string, id: number, values: Readonly<Record<string, Json>>): Row;
  /** Also removes, or clears, what points to the row. */
  remove(resource: string, id: number): void;
  /** Told after each transaction that changed something. */
  onChange(listener: (changes: readonly Change[]) => void): () => void;
  snapshot(): DatabaseSnapshot;
  restore(snapshot: DatabaseSnapshot): void;
}

export interface Change {
  resource: string;
  kind: 'insert' | 'update' | 'remove';
  /** As it is now; for a removed row as it was last. */
  row: Row;
}

export interface DatabaseSnapshot {
  nextIds: Record<string, number>;
  tables: Record<string, Row[]>;
}

/** What a table by itself cannot know: values that follow from other rows, and what a change brings about elsewhere. */
export interface Rules {
  prepareInsert(resource: Resource, values: Record<string, Json>, database: Database): Record<string, Json>;
  inserted(resource: Resource, row: Row, database: Database): void;
  prepareUpdate(resource: Resource, before: Row, values: Record<string, Json>, database: Database): Record<string, Json>;
  updated(resource: Resource, before: Row, row: Row, database: Database): void;
  removed(resource: Resource, row: Row, database: Database): void;
}

type FieldOptions = Omit<Partial<FieldProperty>, 'kind' | 'type'>;

export function field(type: ScalarType, options: FieldOptions = {}): FieldProperty {
  return { kind: 'field', type, isOptional: options.initial !== undefined, ...options };
}

export function optional(type: ScalarType, options: FieldOptions = {}): FieldProperty {
  return { kind: 'field', type, initial: () => null, ...options, isOptional: true };
}

export function reference(resource: string, options: Partial<ReferenceProperty> = {}): ReferenceProperty {
  return { kind: 'reference', resource, isOptional: false, onDelete: 'delete', ...options };
}

export function optionalReference(resource: string, options: Partial<ReferenceProperty> = {}): ReferenceProperty {
  return { kind: 'reference', resource, onDelete: 'clear', ...options, isOptional: true };
}

export function computed(type: ScalarType, compute: ComputedProperty['compute']): ComputedProperty {
  return { kind: 'computed', type, compute };
}

export function collection(resource: string, by: string): CollectionProperty {
  return { kind: 'collection', resource, by };
}

export function alias(of: string): AliasProperty {
  return { kind: 'alias', of };
}

/** When the row was made; every resource with a history has it. */
export function createdAt(): FieldProperty {
  return field('date', { initial: () => new Date().toISOString(), isReadOnly: true });
}

/** The property behind a name, aliases followed, with the name its values are stored under. */
export function findProperty(resource: Resource, name: string): { name: string; property: Exclude<Property, AliasProperty> } | undefined {
  const property = Object.hasOwn(resource.properties, name) ? resource.properties[name] : undefined;
  if (property === undefined) return name === 'id' ? { name, property: idProperty } : undefined;
  if (property.kind === 'alias') return findProperty(resource, property.of);
  if (property.kind === 'field' && property.isHidden === true) return undefined;
  return { name, property };
}

export function isNavigation(property: Property): property is NavigationProperty {
  return property.kind === 'reference' || property.kind === 'computed-reference' || property.kind === 'collection';
}

const idProperty: FieldProperty = { kind: 'field', type: 'integer', isOptional: false, isReadOnly: true };
