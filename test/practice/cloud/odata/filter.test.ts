import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../src/practice/cloud/database/database.ts';
import { collection, field, optional, optionalReference } from '../../../../src/practice/cloud/database/model.ts';
import type { Database, Resource, Rules } from '../../../../src/practice/cloud/database/model.ts';
import { parseQuery } from '../../../../src/practice/cloud/odata/parse.ts';
import { read } from '../../../../src/practice/cloud/odata/read.ts';

/** Shelves with books: the smallest model that has texts, numbers, truth values, nulls, a reference and a collection. */
const resources: Resource[] = [
  {
    name: 'shelf',
    firstId: 1,
    unique: [],
    properties: { label: optional('text'), width: optional('integer'), is_full: field('boolean'), books: collection('book', 'stands_on') },
  },
  {
    name: 'book',
    firstId: 100,
    unique: [],
    properties: { title: optional('text'), pages: optional('integer'), is_lent: field('boolean'), stands_on: optionalReference('shelf') },
  },
];
const noRules: Rules = {
  prepareInsert: (_resource, values) => values,
  inserted: () => undefined,
  prepareUpdate: (_resource, _before, values) => values,
  updated: () => undefined,
  removed: () => undefined,
};

interface Shelf {
  id: number;
  label: string | null;
  width: number | null;
  is_full: boolean;
  books: Book[];
}
interface Book {
  id: number;
  title: string | null;
  pages: number | null;
  is_lent: boolean;
  stands_on: Shelf | null;
}
type Truth = boolean | null;
/** A filter as OData text, and what it means for a book, written without the evaluator's code. */
interface Case {
  odata: string;
  means: (book: Book) => Truth;
}

const words = ['', 'a', 'ab', 'Abc', "it's", 'b c', '100%', 'x&y', 'ü'];
const word = fc.constantFrom(...words);
const number = fc.integer({ min: -3, max: 3 });
const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
const comparisons = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const;

function compareReference(operator: (typeof comparisons)[number], left: string | number | null, right: string | number | null): Truth {
  if (operator === 'eq') return left === right;
  if (operator === 'ne') return left !== right;
  if (left === null || right === null) return false;
  if (operator === 'lt') return left < right;
  if (operator === 'le') return !(left > right);
  return operator === 'gt' ? left > right : !(left < right);
}

const texts: [string, (book: Book) => string | null][] = [
  ['title', (book) => book.title],
  ['stands_on/label', (book) => book.stands_on?.label ?? null],
  ['tolower(title)', (book) => book.title?.toLowerCase() ?? null],
];
const numbers: [string, (book: Book) => number | null][] = [
  ['pages', (book) => book.pages],
  ['stands_on/width', (book) => book.stands_on?.width ?? null],
  ['pages add 1', (book) => (book.pages === null ? null : book.pages + 1)],
  ['stands_on/books/$count', (book) => book.stands_on?.books.length ?? 0],
];

const leaf: fc.Arbitrary<Case> = fc.oneof(
  fc.tuple(fc.constantFrom(...texts), fc.constantFrom(...comparisons), fc.option(word)).map(([[path, get], operator, value]) => ({
    odata: `${path} ${operator} ${value === null ? 'null' : quote(value)}`,
    means: (book: Book) => compareReference(operator, get(book), value),
  })),
  fc.tuple(fc.constantFrom(...numbers), fc.constantFrom(...comparisons), number).map(([[path, get], operator, value]) => ({
    odata: `${path} ${operator} ${value}`,
    means: (book: Book) => compareReference(operator, get(book), value),
  })),
  fc.tuple(fc.constantFrom('contains', 'startswith', 'endswith'), word).map(([name, value]) => ({
    odata: `${name}(title,${quote(value)})`,
    means: ({ title }: Book): Truth => {
      if (title === null) return null;
      const at = name === 'endswith' ? title.length - value.length : 0;
      return name === 'contains'
        ? title.split(value).length > 1 || value === ''
        : title.slice(at < 0 ? title.length + 1 : at).slice(0, value.length) === value;
    },
  })),
  fc.array(number, { minLength: 1, maxLength: 3 }).map((list) => ({
    odata: `pages in (${list.join(',')})`,
    means: (book: Book): Truth => list.some((one) => one === book.pages),
  })),
  fc.constant<Case>({ odata: 'is_lent', means: (book) => book.is_lent }),
  fc.constant<Case>({ odata: 'stands_on/is_full eq true', means: (book) => book.stands_on?.is_full === true }),
  fc.tuple(fc.constantFrom('any', 'all'), number).map(([method, value]) => ({
    odata: `stands_on/books/${method}(other:other/pages gt ${value} or other/is_lent)`,
    means: (book: Book): Truth => {
      const hits = (book.stands_on?.books ?? []).map((other) => (other.pages !== null && other.pages > value) || other.is_lent);
      return method === 'any' ? hits.includes(true) : !hits.includes(false);
    },
  })),
);

const { filter } = fc.letrec<{ filter: Case }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.tuple(tie('filter'), tie('filter')).map(([left, right]) => ({
      odata: `(${left.odata}) and (${right.odata})`,
      means: (book: Book): Truth => {
        const [one, two] = [left.means(book), right.means(book)];
        if (one === false || two === false) return false;
        return one === null || two === null ? null : true;
      },
    })),
    fc.tuple(tie('filter'), tie('filter')).map(([left, right]) => ({
      odata: `(${left.odata}) or (${right.odata})`,
      means: (book: Book): Truth => {
        const [one, two] = [left.means(book), right.means(book)];
        if (one === true || two === true) return true;
        return one === null || two === null ? null : false;
      },
    })),
    tie('filter').map((inner) => ({
      odata: `not (${inner.odata})`,
      means: (book: Book): Truth => {
        const value = inner.means(book);
        return value === null ? null : !value;
      },
    })),
  ),
}));

const shelfValues = fc.record({ label: fc.option(word), width: fc.option(number), is_full: fc.boolean() });
const bookValues = fc.record({
  title: fc.option(word),
  pages: fc.option(number),
  is_lent: fc.boolean(),
  on: fc.option(fc.nat({ max: 2 })),
});
const library = fc.tuple(fc.array(shelfValues, { minLength: 1, maxLength: 3 }), fc.array(bookValues, { maxLength: 8 }));

function fill([shelves, books]: typeof library extends fc.Arbitrary<infer T> ? T : never): { database: Database; reference: Book[] } {
  const database = createDatabase(resources, noRules);
  const rows: Shelf[] = shelves.map((values) => ({ ...values, id: database.insert('shelf', values).id, books: [] }));
  const reference = books.map(({ on, ...values }) => {
    const shelf = on === null ? null : (rows[on % rows.length] ?? null);
    const book: Book = { ...values, id: database.insert('book', { ...values, stands_on: shelf?.id ?? null }).id, stands_on: shelf };
    shelf?.books.push(book);
    return book;
  });
  return { database, reference };
}

function idsOf(database: Database, query: string): number[] {
  const { d } = read(parseQuery(query), database) as unknown as { d: { id: number }[] };
  return d.map(({ id }) => id);
}

describe('filters', () => {
  it('give the rows that their meaning gives', () => {
    fc.assert(
      fc.property(library, filter, (content, { odata, means }) => {
        const { database, reference } = fill(content);
        const wanted = reference.filter((book) => means(book) === true).map(({ id }) => id);
        expect(idsOf(database, `/book?$select=id&$filter=${encodeURIComponent(odata)}`)).toEqual(wanted);
        expect(read(parseQuery(`/book/$count?$filter=${encodeURIComponent(odata)}`), database)).toEqual({ d: wanted.length });
      }),
      { numRuns: 400 },
    );
  });

  it('hold inside an expansion for the rows of each one', () => {
    fc.assert(
      fc.property(library, filter, (content, { odata, means }) => {
        const { database, reference } = fill(content);
        const query = `/shelf?$select=id&$expand=books($select=id;$filter=${encodeURIComponent(odata)})`;
        const { d } = read(parseQuery(query), database) as unknown as { d: { id: number; books: { id: number }[] }[] };
        for (const shelf of d) {
          const wanted = reference.filter((book) => book.stands_on?.id === shelf.id && means(book) === true);
          expect(shelf.books.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('order by several properties, null last when ascending, and cut a page out', () => {
    fc.assert(
      fc.property(library, fc.nat({ max: 4 }), fc.nat({ max: 4 }), (content, skip, top) => {
        const { database, reference } = fill(content);
        const rank = (value: string | null) => (value === null ? words.length : words.toSorted().indexOf(value));
        const wanted = reference
          .toSorted(
            (left, right) =>
              rank(left.title) - rank(right.title) || (right.pages ?? Infinity) - (left.pages ?? Infinity) || left.id - right.id,
          )
          .slice(skip, skip + top)
          .map(({ id }) => id);
        // Infinity - Infinity is NaN, which counts as no difference.
        expect(idsOf(database, `/book?$orderby=title asc,pages desc&$skip=${skip}&$top=${top}`)).toEqual(wanted);
      }),
    );
  });
});
