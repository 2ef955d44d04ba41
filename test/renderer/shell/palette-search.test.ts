import { describe, expect, it } from 'vitest';
import { search } from '../../../src/renderer/shell/palette-search.ts';

const items = [
  { id: '1', group: 'Actions', title: 'Next step' },
  { id: '2', group: 'Actions', title: 'Reset step…' },
  { id: '3', group: 'Steps', title: '2.2 Restarts', words: 'step go to' },
  { id: '4', group: 'Files', title: 'single-service/Dockerfile.template', words: 'open file' },
];
const found = (query: string): string[] => search(items, query).map((item) => item.id);

describe('search', () => {
  it('shows everything for nothing', () => expect(found('')).toHaveLength(4));
  it('needs every word, in any order', () => expect(found('step reset')).toEqual(['2']));
  it('puts the start of a title before the start of a word, and that before anything else', () => {
    expect(found('res')).toEqual(['2', '3']);
    expect(found('step')).toEqual(['1', '2', '3']);
  });
  it('finds by further words', () => expect(found('file open')).toEqual(['4']));
  it('finds nothing for what is not there', () => expect(found('zzz')).toEqual([]));
});
