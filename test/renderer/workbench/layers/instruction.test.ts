import { describe, expect, it } from 'vitest';
import { instructionOf } from '../../../../src/renderer/workbench/layers/instruction.ts';

describe('instructionOf', () => {
  it.each([
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD', '["bash"]'],
    ['/bin/sh -c #(nop) ADD file:1f0c9c3a5be7d24a in / ', 'ADD', 'file:1f0c9c3a… in /'],
    ['/bin/sh -c apt-get update &&     apt-get install -y gcc', 'RUN', 'apt-get update && apt-get install -y gcc'],
    ['|1 TARGET=amd64 /bin/sh -c make', 'RUN', 'make'],
    ['RUN /bin/sh -c npm ci # buildkit', 'RUN', 'npm ci'],
    ['RUN |2 A=1 B=2 /bin/bash -o pipefail -c make all # buildkit', 'RUN', 'make all'],
    ['COPY index.js ./ # buildkit', 'COPY', 'index.js ./'],
    ['# debian.sh --arch amd64 out/ trixie', 'FROM', 'debian.sh --arch amd64 out/ trixie'],
    ['', 'FROM', 'a base image'],
  ])('%s', (line, word, text) => expect(instructionOf(line)).toEqual({ word, text }));
});
