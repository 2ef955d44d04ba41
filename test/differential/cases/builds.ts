import { debian } from '../lab.ts';
import type { Built, DifferentialCase, Files, Lab } from '../lab.ts';

/** What a build prints, makes, takes from its cache, and refuses. */
export const buildCases: DifferentialCase[] = [
  {
    name: 'labels that a build is given are steps at its end',
    run: async (lab) => {
      const labels = { 'io.example.second': 'two words, $HOME and "quotes"', 'io.example.first': '1' };
      const one = await lab.build(`${debian}\nLABEL own=yes\nCMD ["true"]`, {}, { labels });
      const again = await lab.build(`${debian}\nLABEL own=yes\nCMD ["true"]`, {}, { labels });
      return [one.log, again.log.filter((line) => line.includes('cache')).length, one.image?.config.labels];
    },
  },
  {
    name: 'the log of a build',
    run: async (lab) =>
      (
        await lab.build(
          `${debian}\nENV A=1\nRUN echo hello && sleep 0.5 && echo problem >&2\nCOPY file /file\nCMD ["sleep","5"]`,
          { file: 'content' },
          { tag: `${lab.named('log')}:latest` },
        )
      ).log,
  },
  {
    name: 'a second build takes every step from the cache',
    run: async (lab) => {
      const dockerfile = `${debian}\nRUN echo ${lab.named('cache')}\nCOPY file /file\nCMD ["true"]`;
      await lab.build(dockerfile, { file: 'content' });
      return (await lab.build(dockerfile, { file: 'content' })).log;
    },
  },
  {
    name: 'changed content of a COPY, and what follows it, is built anew',
    run: async (lab) => {
      const dockerfile = `${debian}\nRUN echo ${lab.named('cache')}\nCOPY file /file\nRUN cat /file`;
      await lab.build(dockerfile, { file: 'one' });
      return cacheUse(await lab.build(dockerfile, { file: 'two' }));
    },
  },
  {
    name: 'a changed instruction, and what follows it, is built anew; another order has no cache',
    run: async (lab) => {
      const name = lab.named('order');
      await lab.build(`${debian}\nENV N=${name}\nRUN echo one\nRUN echo two`);
      return [
        cacheUse(await lab.build(`${debian}\nENV N=${name}\nRUN echo one\nRUN echo three`)),
        cacheUse(await lab.build(`${debian}\nENV N=${name}\nRUN echo two\nRUN echo one`)),
        cacheUse(await lab.build(`${debian}\nENV N=${name}\nRUN echo one\nRUN echo two`, {}, { noCache: true })),
      ];
    },
  },
  {
    name: 'a changed build argument builds anew from where it is used',
    run: async (lab) => {
      const dockerfile = `${debian}\nRUN echo ${lab.named('argument')}\nARG VERSION=1\nRUN echo before\nRUN echo $VERSION`;
      await lab.build(dockerfile);
      const { log, ...built } = await lab.build(dockerfile, {}, { arguments: { VERSION: '2' } });
      return [cacheUse({ log, ...built }), log.includes('2')];
    },
  },
  {
    name: 'ARG: default, given, before FROM, unknown, and not in the container',
    run: async (lab) => {
      const dockerfile = `ARG BASE=debian:trixie-slim\nFROM $BASE\nARG BASE\nARG GIVEN=default\nARG PLAIN=default\nRUN echo "[$GIVEN] [$PLAIN] [$UNKNOWN] [$BASE]"\nENV KEPT=$GIVEN`;
      const { log, image } = await lab.build(
        dockerfile,
        {},
        { arguments: { GIVEN: 'given', UNKNOWN: 'x' }, tag: `${lab.named('arg')}:latest` },
      );
      const { output } = await lab.runToEnd('one', {
        image: `${lab.named('arg')}:latest`,
        command: ['sh', '-c', 'echo "[$GIVEN] [$KEPT]"'],
      });
      return [log.filter((line) => /^\[|not consumed/.test(line.replace('[Warning]', ''))), output, image?.config.environment];
    },
  },
  {
    name: 'ENV: forms, references and quotes',
    run: async (lab) => {
      const { image, log } = await lab.build(
        `${debian}\nENV A=1 B="two words" C=three\\ words\nENV D whole line\nENV E=\${A}-\${MISSING:-fallback}-\${A:+set} A=2\nENV F=$A "G"='$A'\nRUN echo "$A|$B|$C|$D|$E|$F|$G"`,
      );
      return [image?.config.environment, log.filter((line) => line.includes('|'))];
    },
  },
  {
    name: 'several stages: the last one is the image, files come from the others',
    run: async (lab) => {
      const image = await lab.image(
        `${debian} AS build\nRUN mkdir /out && echo built > /out/file && chmod 750 /out/file && echo left > /left\nFROM alpine\nCOPY --from=build /out/file /result/\nCOPY --from=0 /out /all`,
      );
      await lab.start('one', { image, command: ['sleep', '1000'] });
      return lab.exec('one', 'cat /result/file /all/file; test -e /left || echo not left; ls -l /result/file | cut -c1-10');
    },
  },
  {
    name: 'a target ends the build at that stage',
    run: async (lab) => {
      const { log, error } = await lab.build(`${debian} AS one\nRUN echo one\nFROM alpine AS two\nRUN echo two`, {}, { target: 'one' });
      const other = await lab.build(`${debian} AS one\nRUN echo one`, {}, { target: 'nothing' });
      return [log, error ?? 'none', other.error];
    },
  },
  {
    name: 'COPY: a file, a folder’s content, patterns, several sources, modes and owners',
    run: async (lab) => {
      const files: Files = {
        'folder/a.txt': 'a',
        'folder/b.txt': 'b',
        'folder/deep/c.txt': 'c',
        'run.sh': { content: '#!/bin/sh\necho run\n', mode: 0o755 },
        'x.js': 'x',
        'y.js': 'y',
      };
      const dockerfile = `${debian}\nWORKDIR /app\nCOPY run.sh .\nCOPY folder copied\nCOPY folder /slash/\nCOPY *.js js/\nCOPY x.js y.js many/\nCOPY x.js renamed.js\nCOPY --chown=nobody:nogroup x.js owned.js`;
      await lab.start('one', { image: await lab.image(dockerfile, files), command: ['sleep', '1000'] });
      return lab.exec('one', 'find /app /slash -type f -printf "%p %m %u:%g %s\\n" | sort; /app/run.sh');
    },
  },
  {
    name: 'COPY errors: no such file, outside of the context, several sources to a file',
    run: async (lab) => [
      await ending(lab, `${debian}\nCOPY missing /x`),
      await ending(lab, `${debian}\nCOPY ../outside /x`),
      await ending(lab, `${debian}\nCOPY a b /x`, { a: '1', b: '2' }),
      await ending(lab, `${debian}\nCOPY *.none /x/`),
    ],
  },
  {
    name: 'ADD copies files and folders',
    run: async (lab) => {
      await lab.start('one', {
        image: await lab.image(`${debian}\nADD file /added\nADD folder /folder`, { file: 'f', 'folder/a': 'a' }),
        command: ['sleep', '1000'],
      });
      return lab.exec('one', 'cat /added /folder/a');
    },
  },
  {
    name: 'RUN that fails: its exit code in the message, and no image',
    run: async (lab) => [
      await ending(lab, `${debian}\nRUN exit 3`),
      await ending(lab, `${debian}\nRUN nonsense`),
      await ending(lab, `${debian}\nRUN false && true`),
      await ending(lab, `${debian}\nRUN ["false"]`),
      await ending(lab, `${debian}\nRUN echo a \\\n  && exit 4`),
    ],
  },
  {
    name: 'RUN in exec form of an unknown program',
    run: async (lab) => {
      const { error } = await lab.build(`${debian}\nRUN ["nonsense", "x"]`);
      return error?.includes('exec: "nonsense": executable file not found in $PATH');
    },
  },
  {
    name: 'a Dockerfile that cannot be read',
    run: async (lab) => {
      const all = [
        '',
        'RUN echo no from',
        `${debian}\nNONSENSE x`,
        `${debian}\nCOPY`,
        `${debian}\nWORKDIR`,
        'FROM',
        `${debian}\nENV`,
        `${debian}\nEXPOSE 99999`,
        `${debian}\nCOPY --nonsense a b`,
      ];
      const results = [];
      for (const dockerfile of all) results.push((await lab.build(dockerfile)).error);
      return results;
    },
  },
  {
    name: 'an unknown base image, and a stage that is not there',
    run: async (lab) => [(await lab.build('FROM scratch')).error, (await lab.build('FROM Debian:UPPER')).error],
  },
  {
    name: 'WORKDIR: absolute, relative, with variables; made where it is missing',
    run: async (lab) => {
      const { image, log } = await lab.build(
        `${debian}\nENV DIR=deep\nWORKDIR /one\nWORKDIR two\nWORKDIR $DIR\nRUN pwd; stat -c "%a %U" .`,
      );
      return [image?.config.workingDirectory, log.slice(-7)];
    },
  },
  {
    name: 'USER: of later steps, of the container, by number, unknown',
    run: async (lab) => {
      const image = await lab.image(
        `${debian}\nRUN echo worker:x:1234:1234::/home/worker:/bin/sh >> /etc/passwd\nUSER worker\nRUN id -un > /tmp/who; touch /root/no; exit 0\nCOPY file /file`,
        { file: 'x' },
      );
      await lab.start('one', { image, command: ['sleep', '1000'] });
      await lab.create('unknown', { image, user: 'nobody-here', command: ['true'] });
      return [
        await lab.exec('one', 'cat /tmp/who; id -u; stat -c %U /file; whoami; echo $HOME'),
        await lab.exec('one', 'id -u', { user: '4321:99' }),
        await lab.attempt(() => lab.engine.startContainer(lab.named('unknown'))),
        (await lab.inspect('unknown')).state,
        await lab.attempt(() => lab.exec('one', ['true'], { user: 'nobody-here' })),
        await ending(lab, `${debian}\nUSER nobody-here\nRUN true`),
      ];
    },
  },
  {
    name: 'SHELL changes the shell form',
    run: async (lab) => {
      const image = await lab.image(
        `${debian}\nSHELL ["/bin/bash", "-c"]\nRUN [[ a == a ]] && echo bash > /which\nCMD [[ b == b ]] && cat /which`,
      );
      return [await lab.runToEnd('one', { image }), (await lab.inspect('one')).command];
    },
  },
  {
    name: 'ONBUILD waits for the next build',
    run: async (lab) => {
      const base = await lab.image(`${debian}\nONBUILD RUN echo triggered > /trigger\nONBUILD COPY file /file`);
      const { image } = { image: await lab.engine.inspectImage(base) };
      const { log } = await lab.build(`FROM ${base}\nRUN cat /trigger /file`, { file: 'content\n' }, { tag: `${lab.named('on')}:latest` });
      return [
        image.config.onBuild,
        log.filter((line) => line.startsWith('#') || line === 'triggered' || line === 'content'),
        (await lab.engine.inspectImage(`${lab.named('on')}:latest`)).config.onBuild ?? 'none',
      ];
    },
  },
  {
    name: 'ONBUILD that may not be',
    run: async (lab) => [
      (await lab.build(`${debian}\nONBUILD FROM x`)).error,
      (await lab.build(`${debian}\nONBUILD ONBUILD RUN x`)).error,
      (await lab.build(`${debian}\nONBUILD MAINTAINER x`)).error,
    ],
  },
  {
    name: 'HEALTHCHECK, EXPOSE, LABEL, VOLUME and STOPSIGNAL in the image',
    run: async (lab) => {
      const { image } = await lab.build(
        `${debian}\nHEALTHCHECK --interval=5s --timeout=2s --start-period=1m --retries=4 CMD test -e /ok\nEXPOSE 80 90/udp\nLABEL a=1 "b.c"="two words"\nVOLUME ["/one", "/two"]\nSTOPSIGNAL 9`,
      );
      const none = await lab.build(`${debian}\nHEALTHCHECK NONE`);
      const { healthcheck, exposedPorts, labels, volumes, stopSignal } = image?.config ?? {};
      return [healthcheck, exposedPorts?.toSorted(), labels, volumes?.toSorted(), stopSignal, none.image?.config.healthcheck];
    },
  },
  {
    name: 'labels that the builder is given',
    run: async (lab) => (await lab.build(`${debian}\nLABEL own=1`, {}, { labels: { given: '2' } })).image?.config.labels,
  },
  {
    name: 'comments, continued lines, blank lines and an escape directive',
    run: async (lab) => {
      const { log } = await lab.build(`# escape=\`\n${debian}\n# a comment\nRUN echo one \`\n# inside\n  && echo two\n\nRUN echo a\\b`);
      return log.filter((line) => ['one', 'two', 'a\\b', 'ab'].includes(line) || line.startsWith('Step'));
    },
  },
  {
    name: 'layers: which are empty, and how big those with a file are',
    run: async (lab) => {
      const { image } = await lab.build(
        `${debian}\nENV A=1\nCOPY file /file\nWORKDIR /work\nRUN head -c 5000 /dev/zero > /zeros\nRUN rm /zeros\nCMD ["true"]`,
        { file: 'x'.repeat(1234) },
      );
      return image?.layers.slice(-6).map(({ size, isEmpty }) => [size, isEmpty]);
    },
  },
  {
    name: 'the history of an image',
    run: async (lab) => {
      const { image } = await lab.build(
        `${debian}\nENV A=1\nRUN echo  two   spaces\nWORKDIR /work\nEXPOSE 80\nUSER nobody\nENTRYPOINT ["sleep"]\nCMD ["5"]`,
      );
      return image?.layers.slice(-7).map(({ createdBy }) => createdBy.trim());
    },
  },
  {
    name: 'what a step leaves: deleted files stay deleted, links and modes stay',
    run: async (lab) => {
      const image = await lab.image(
        `${debian}\nRUN mkdir /d && touch /d/a /d/b && ln -s a /d/link && chmod 4711 /d/b\nRUN rm /d/a && rm -r /etc/apt && mkdir /etc/apt && touch /etc/apt/new`,
      );
      await lab.start('one', { image, command: ['sleep', '1000'] });
      return lab.exec('one', 'ls -A /d /etc/apt; stat -c "%a" /d/b; readlink /d/link');
    },
  },
  {
    name: 'tags: a second build takes the tag away, an id stays usable',
    run: async (lab) => {
      const tag = `${lab.named('tag')}:latest`;
      const first = await lab.build(`${debian}\nENV N=1`, {}, { tag });
      const second = await lab.build(`${debian}\nENV N=2`, {}, { tag });
      const other = `${lab.named('other')}:v1`;
      await lab.engine.tagImage(tag, other);
      const moved = (await lab.engine.inspectImage(first.image?.id ?? '')).tags;
      const both = (await lab.engine.inspectImage(second.image?.id.slice(7, 19) ?? '')).tags.toSorted();
      await lab.engine.removeImage(tag);
      const left = (await lab.engine.inspectImage(other)).tags;
      await lab.engine.removeImage(other);
      return [
        moved,
        both,
        left,
        await lab.attempt(() => lab.engine.inspectImage(other)),
        await lab.attempt(() => lab.engine.removeImage(tag)),
      ];
    },
  },
  {
    name: 'the words of busybox programs',
    limitation: 'On images of busybox the simulated programs say what Debian’s say.',
    run: async (lab) => {
      await lab.start('one', { image: await lab.image('FROM alpine'), command: ['sleep', '1000'] });
      return lab.exec('one', 'ls /nothing');
    },
  },
];

async function ending(lab: Lab, dockerfile: string, files: Files = {}): Promise<string | undefined> {
  return (await lab.build(dockerfile, files)).error;
}

/** Of each step whether it came from the cache. */
function cacheUse({ log }: Built): boolean[] {
  return log.flatMap((line, at) => {
    if (!line.startsWith('Step ') || /: (FROM|ARG) /.test(line)) return [];
    const next = log.findIndex((other, index) => index > at && other.startsWith('Step '));
    return [log.slice(at, next < 0 ? undefined : next).includes(' ---> Using cache')];
  });
}
