import { nodeSystem } from '../node-system.ts';

/** Two services, one of which spins; runs until it is killed. */
for (const code of [`console.log('up'); for (;;);`, `console.log('up'); setInterval(() => {}, 1000);`]) {
  const { stdout } = await nodeSystem().start(['node', '-e', code]);
  stdout.pipe(process.stdout);
}
setInterval(() => undefined, 1000);
