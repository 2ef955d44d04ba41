import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { baseImagesOf, classImages } from '../../../../src/practice/engine/docker/base-images.ts';

test('images that a Dockerfile begins with, without stages, scratch and variables', () => {
  const dockerfile = `# FROM comment:1
ARG BASE=debian
FROM --platform=linux/amd64 node:24 AS build
RUN echo FROM here
from $BASE
FROM alpine
FROM Debian:UPPER
FROM registry.example:5000/some/image:2 AS own
FROM BUILD as test
FROM scratch
COPY --from=build /a /a
`;
  expect(baseImagesOf(dockerfile)).toEqual(['node:24', 'alpine', 'registry.example:5000/some/image:2']);
});

test('the class begins with the images that are asked for, and no others', () => {
  const files = globSync(['resources/courses/**/Dockerfile*', 'test/fixtures/class/**/Dockerfile*']);
  const named = files.flatMap((file) => baseImagesOf(readFileSync(file, 'utf8')));
  const full = named.map((name) => (name.includes(':') ? name : `${name}:latest`));
  expect(full.length).toBeGreaterThan(0);
  expect(full.filter((name) => !classImages.includes(name))).toEqual([]);
});
