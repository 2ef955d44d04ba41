import { describe, expect, it } from 'vitest';
import { choiceName, comparison, firstChoice, sharedSize, stacksOf } from '../../../../src/renderer/workbench/layers/image-stack.ts';
import { layersText } from '../../../../src/renderer/workbench/layers/layers-text.ts';
import { imageOf } from './images.ts';

const seen = (image: ReturnType<typeof imageOf>, isOnDevice = true) => ({ image, isOnDevice });
const pair = (left: readonly number[], right: readonly number[]) => stacksOf([seen(imageOf('a', left)), seen(imageOf('b', right))]);

/** As the Supervisor fetches it: nobody knows yet for which service. */
function fetched(sizes: readonly number[], createdAt: number) {
  const { service, ...image } = imageOf('fetched', sizes, {
    createdAt,
    tags: ['registry2.practice.localhost/v2/955de7e0b1a24c6f8d7e6f5a4b3c2d1e:latest'],
  });
  expect(service).toBeDefined();
  return image;
}

describe('stacksOf', () => {
  it('marks what both images lie on, up to the first difference', () => {
    const [left, right] = pair([100, 0, 20, 7], [100, 0, 30, 7]);
    expect(left?.layers.map(({ isShared }) => isShared)).toEqual([true, true, false, false]);
    expect(right && sharedSize(right)).toBe(100);
  });
});

describe('comparison', () => {
  it('says how many times smaller', () => {
    expect(comparison(pair([289_000_000], [39_900_000]))).toBe(
      'The right one is 7.2 times smaller: 39.9 MB against 289 MB, 249 MB less on the device.',
    );
  });
  it('says per cent where it is less than twice', () => {
    expect(comparison(pair([100_000_000], [112_000_000]))).toBe(
      'The right one is 12 % larger: 112 MB against 100 MB, 12.0 MB more on the device.',
    );
  });
  it('says when there is no difference', () => {
    expect(comparison(pair([78_000_000, 498], [78_000_000, 612]))).toBe(
      'Both have the same size; 612 B of the right one are new, the rest is the same layers.',
    );
    expect(comparison(pair([1000], [1001]))).toBe('Both have the same size.');
    expect(comparison(pair([1000, 0], [1000, 0, 0]))).toBe('Both stand on the same layers: they differ in their settings only.');
  });
  it('has nothing to say of one image', () => expect(comparison(stacksOf([seen(imageOf('a', [1]))]))).toBeUndefined());
});

describe('firstChoice', () => {
  it('puts the newest image of the device beside the one of its service before', () => {
    const old = seen(imageOf('old', [1], { createdAt: 1 }), false);
    const other = seen(imageOf('other', [1], { createdAt: 2, service: 'backend' }));
    const now = seen(imageOf('now', [1], { createdAt: 3 }));
    expect(firstChoice([other, now, old])).toEqual({ left: 'old', right: 'now' });
    expect(firstChoice([now])).toEqual({ left: 'now', right: undefined });
    expect(firstChoice([])).toEqual({ left: undefined, right: undefined });
  });
  it('takes another service’s image on the same base where there is no release before, and none that has nothing to do with it', () => {
    const now = seen(imageOf('now', [70, 5], { createdAt: 3 }));
    const near = seen(imageOf('near', [70, 9], { createdAt: 1, service: 'backend' }));
    const far = seen(imageOf('far', [33, 9], { createdAt: 2, service: 'other' }));
    expect(firstChoice([near, far, now])).toEqual({ left: 'near', right: 'now' });
    expect(firstChoice([far, now])).toEqual({ left: 'now', right: undefined });
  });
  it('leaves an image that is only being fetched to whoever asks for it', () => {
    const now = seen(imageOf('now', [70], { createdAt: 1 }));
    expect(firstChoice([now, seen(fetched([70, 8], 2))]).right).toBe(undefined);
    expect(firstChoice([now, seen(fetched([70, 8], 2))]).left).toBe('now');
  });
});

describe('the name of an image', () => {
  it('is no number while it is fetched', () => {
    const image = fetched([70, 8], 2);
    expect(stacksOf([seen(image)])[0]?.name).toBe('a fetched image, not started yet');
    expect(choiceName(image, [seen(image), seen(imageOf('now', [70, 3]))])).toBe('main, fetched and not started yet');
    expect(choiceName({ ...image, tags: ['debian:trixie-slim'] }, [])).toBe('debian:trixie-slim');
    expect(choiceName(imageOf('now', [70], { release: 'b41f0c2e9d7a' }), [])).toBe('main b41f0c2');
  });
});

describe('layersText', () => {
  it('tells each image and layer with size and origin', () => {
    const before = imageOf('a', [78_600_000, 0, 210_400_000], {
      release: 'b41f0c2e9d7a',
      layers: [
        { createdBy: '# debian.sh', size: 78_600_000, isEmpty: false, isReused: true },
        { createdBy: 'WORKDIR /usr/src/app', size: 0, isEmpty: true },
        { createdBy: '/bin/sh -c apt-get install -y build-essential', size: 210_400_000, isEmpty: false, isReused: false },
      ],
    });
    expect(layersText(stacksOf([seen(before, false)]))).toEqual([
      {
        id: 'a',
        head: 'main, release b41f0c2: 289 MB in 2 layers, 1 of them from the cache, no longer on the device.',
        layers: [
          'FROM debian.sh: 78.6 MB, from the cache.',
          'WORKDIR /usr/src/app: settings only.',
          'RUN apt-get install -y build-essential: 210 MB, new in this release.',
        ],
      },
    ]);
  });
});
