import { ApiError, badRequest, notFound, notUnique } from '../api-error.ts';
import type { Change, Database, Json, Resource, Row, Rules } from './model.ts';

interface Table {
  resource: Resource;
  rows: Map<number, Row>;
  nextId: number;
}

interface Transaction {
  undo: (() => void)[];
  changes: Change[];
}

/** Makes empty tables for the resources; `rules` fill in and check what a single row cannot know. */
export function createDatabase(resources: readonly Resource[], rules: Rules): Database {
  const tables = new Map<string, Table>();
  const names = new Map<string, Table>();
  for (const resource of resources) {
    const table: Table = { resource, rows: new Map(), nextId: resource.firstId };
    tables.set(resource.name, table);
    for (const name of [resource.name, ...(resource.otherNames ?? [])]) names.set(name, table);
  }
  const listeners = new Set<(changes: readonly Change[]) => void>();
  let transaction: Transaction | undefined;

  function tableOf(name: string): Table {
    const table = names.get(name);
    if (table === undefined) throw notFound(`The practice cloud has no resource "${name}".`);
    return table;
  }

  function current(): Transaction {
    if (transaction === undefined) throw new Error('A change of the database outside of change().');
    return transaction;
  }

  function put(table: Table, row: Row, kind: 'insert' | 'update'): void {
    const before = table.rows.get(row.id);
    const { undo, changes } = current();
    table.rows.set(row.id, row);
    undo.push(() => (before === undefined ? table.rows.delete(row.id) : table.rows.set(row.id, before)));
    changes.push({ resource: table.resource.name, kind, row });
  }

  const database: Database = {
    resource: (name) => tableOf(name).resource,
    rows: (name) => [...tableOf(name).rows.values()],
    find: (name, id) => (typeof id === 'number' ? tableOf(name).rows.get(id) : undefined),
    findBy: (name, values) => {
      for (const row of tableOf(name).rows.values()) if (hasValues(row, values)) return row;
      return undefined;
    },
    filterBy: (name, values) => database.rows(name).filter((row) => hasValues(row, values)),

    change(work) {
      if (transaction !== undefined) return work();
      const own: Transaction = { undo: [], changes: [] };
      transaction = own;
      let result;
      try {
        result = work();
      } catch (error) {
        for (const undo of own.undo.reverse()) undo();
        throw error;
      } finally {
        transaction = undefined;
      }
      if (own.changes.length > 0) for (const listener of [...listeners]) listener(own.changes);
      return result;
    },

    insert(name, values) {
      const table = tableOf(name);
      return database.change(() => {
        const prepared = rules.prepareInsert(table.resource, { ...values }, database);
        const row: Row = { ...completeRow(table.resource, prepared), id: table.nextId };
        checkReferences(table.resource, row, database);
        checkUnique(table, row);
        table.nextId += 1;
        put(table, row, 'insert');
        rules.inserted(table.resource, row, database);
        return table.rows.get(row.id) ?? row;
      });
    },

    update(name, id, values) {
      const table = tableOf(name);
      return database.change(() => {
        const before = table.rows.get(id);
        if (before === undefined) throw notFound(`"${name}" has no row ${id}.`);
        const prepared = rules.prepareUpdate(table.resource, before, { ...values }, database);
        const row: Row = { ...before, ...prepared, id };
        if (Object.entries(prepared).every(([key, value]) => sameJson(before[key] ?? null, value))) return before;
        checkReferences(table.resource, row, database);
        checkUnique(table, row);
        put(table, row, 'update');
        rules.updated(table.resource, before, row, database);
        return table.rows.get(id) ?? row;
      });
    },

    remove(name, id) {
      const table = tableOf(name);
      database.change(() => {
        const row = table.rows.get(id);
        if (row === undefined) return;
        const { undo, changes } = current();
        const order = [...table.rows.keys()];
        table.rows.delete(id);
        undo.push(() => restoreRow(table, row, order));
        changes.push({ resource: table.resource.name, kind: 'remove', row });
        for (const other of tables.values()) releaseReferences(other, table.resource.name, id, database);
        rules.removed(table.resource, row, database);
      });
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    snapshot: () => ({
      nextIds: Object.fromEntries([...tables].map(([name, table]) => [name, table.nextId])),
      tables: Object.fromEntries([...tables].map(([name, table]) => [name, [...table.rows.values()]])),
    }),

    restore(snapshot) {
      for (const [name, table] of tables) {
        table.rows = new Map((snapshot.tables[name] ?? []).map((row) => [row.id, row]));
        // An id that was given once stays its own, also when what it named is forgotten.
        table.nextId = Math.max(table.nextId, snapshot.nextIds[name] ?? table.resource.firstId);
      }
    },
  };
  return database;
}

function hasValues(row: Row, values: Readonly<Record<string, Json>>): boolean {
  return Object.entries(values).every(([name, value]) => row[name] === value);
}

/** All stored properties of a new row, with the initial values of those that were not given. */
function completeRow(resource: Resource, values: Readonly<Record<string, Json>>): Record<string, Json> {
  const row: Record<string, Json> = {};
  for (const [name, property] of Object.entries(resource.properties)) {
    if (property.kind !== 'field' && property.kind !== 'reference') continue;
    const given = values[name];
    if (given !== undefined) row[name] = given;
    else if (property.kind === 'field' && property.initial !== undefined) row[name] = property.initial();
    else if (property.isOptional) row[name] = null;
    else throw badRequest(`"${name}" is required for a new "${resource.name}".`);
  }
  return row;
}

function checkReferences(resource: Resource, row: Row, database: Database): void {
  for (const [name, property] of Object.entries(resource.properties)) {
    if (property.kind !== 'reference') continue;
    const id = row[name] ?? null;
    if (id === null && property.isOptional) continue;
    if (database.find(property.resource, id) === undefined)
      throw badRequest(`"${name}" of "${resource.name}" names no ${property.resource.replaceAll('_', ' ')}: ${JSON.stringify(id)}.`);
  }
}

function checkUnique(table: Table, row: Row): void {
  for (const fields of table.resource.unique) {
    if (fields.some((name) => row[name] === null)) continue;
    for (const other of table.rows.values())
      if (other.id !== row.id && fields.every((name) => other[name] === row[name])) throw notUnique(table.resource.name, fields);
  }
}

function releaseReferences(table: Table, resource: string, id: number, database: Database): void {
  for (const [name, property] of Object.entries(table.resource.properties)) {
    if (property.kind !== 'reference' || property.resource !== resource) continue;
    for (const row of [...table.rows.values()]) {
      if (row[name] !== id) continue;
      if (property.onDelete === 'delete') database.remove(table.resource.name, row.id);
      else database.update(table.resource.name, row.id, { [name]: null });
    }
  }
}

/** Puts a removed row back in its place, so that an undone transaction leaves the order as it was. */
function restoreRow(table: Table, row: Row, order: readonly number[]): void {
  const rows = new Map(table.rows).set(row.id, row);
  table.rows.clear();
  for (const id of order) {
    const known = rows.get(id);
    if (known !== undefined) table.rows.set(id, known);
  }
}

function sameJson(left: Json, right: Json | undefined): boolean {
  return left === right || (typeof left === 'object' && JSON.stringify(left) === JSON.stringify(right));
}

/** The row, or a 404 in words. */
export function requireRow(database: Database, resource: string, values: Readonly<Record<string, Json>>): Row {
  const row = database.findBy(resource, values);
  if (row !== undefined) return row;
  const [name, value] = Object.entries(values)[0] ?? ['id', null];
  throw new ApiError(404, `No ${resource.replaceAll('_', ' ')} has ${name} ${JSON.stringify(value)}.`);
}
