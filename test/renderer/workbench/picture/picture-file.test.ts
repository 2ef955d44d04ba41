import { describe, expect, it } from 'vitest';
import { pictureFileName } from '../../../../src/renderer/workbench/picture/picture-file.ts';

describe('pictureFileName', () => {
  it('is the picture’s name as a file’s on every system', () => {
    expect(pictureFileName('Network of MulticontainerServices', 'svg')).toBe('network-of-multicontainerservices.svg');
    expect(pictureFileName('Layers of Käse/42: "a"', 'png')).toBe('layers-of-ka-se-42-a.png');
  });
  it('is never empty', () => expect(pictureFileName('…', 'png')).toBe('picture.png'));
});
