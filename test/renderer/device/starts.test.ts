import { describe, expect, it } from 'vitest';
import { isBetweenLives, isRestartLoop, isStopping, livesOf, spanToShow, startsWithin } from '../../../src/renderer/device/starts.ts';
import type { LogLine } from '../../../src/shared/domain/device-view.ts';

const hash = `sha256:${'0'.repeat(64)}`;
const line = (second: number, message: string, service?: string): LogLine => ({
  timestamp: second * 1000,
  message,
  isError: false,
  ...(service === undefined ? {} : { service }),
});
const started = (second: number): LogLine => line(second, `Started service 'main ${hash}'`);
const exited = (second: number): LogLine => line(second, `Service exited 'main ${hash}'`);
const restarting = (second: number): LogLine => line(second, `Restarting service 'main ${hash}'`);

describe('the lives of a service, by the device log', () => {
  const loop = [started(0), line(0, 'The service is at work', 'main'), exited(5), restarting(6), exited(11), restarting(13)];

  it('are read from the Supervisor’s lines', () => {
    expect(livesOf('main', loop)).toEqual([
      { from: 0, to: 5000, isRestart: false },
      { from: 6000, to: 11000, isRestart: true },
      { from: 13000, to: undefined, isRestart: true },
    ]);
  });

  it('are not those of another service, nor what a service prints itself', () => {
    expect(livesOf('backend', loop)).toEqual([]);
    expect(livesOf('main', [line(1, `Started service 'main ${hash}'`, 'main')])).toEqual([]);
    expect(livesOf('main', [line(1, `Started service 'main-two ${hash}'`)])).toEqual([]);
  });

  it('end when the container is killed for a new one', () => {
    expect(
      livesOf('main', [
        started(0),
        line(40, `Killing service 'main ${hash}'`),
        exited(50),
        line(50, `Killed service 'main ${hash}'`),
        started(52),
      ]),
    ).toEqual([
      { from: 0, to: 40_000, isRestart: false },
      { from: 52_000, to: undefined, isRestart: false },
    ]);
  });

  it('make a loop when one container dies young again and again, however long the pauses', () => {
    const slow = [started(0), exited(5), restarting(30), exited(35), restarting(95), exited(100)];
    expect(isRestartLoop(livesOf('main', loop), 15_000)).toBe(true);
    expect(isRestartLoop(livesOf('main', slow), 130_000)).toBe(true);
    expect(isBetweenLives(livesOf('main', slow))).toBe(true);
    expect(spanToShow(livesOf('main', slow), 130_000)).toBe(300_000);
    expect(spanToShow(livesOf('main', loop), 15_000)).toBe(90_000);
  });

  it('make no loop for a service that stays, and none for a new container right after one', () => {
    expect(isRestartLoop(livesOf('main', loop), 40_000)).toBe(false);
    expect(isRestartLoop(livesOf('main', [...loop, line(20, `Killed service 'main ${hash}'`), started(21)]), 22_000)).toBe(false);
    expect(isBetweenLives(livesOf('main', loop))).toBe(false);
  });

  it('are being ended from the signal on until the container has gone', () => {
    const killing = [started(0), line(40, `Killing service 'main ${hash}'`)];
    expect(isStopping('main', killing)).toBe(true);
    expect(isStopping('other', killing)).toBe(false);
    expect(isStopping('main', [...killing, exited(50)])).toBe(false);
    expect(isStopping('main', [])).toBe(false);
  });

  it('are counted within a span of time', () => {
    expect(startsWithin(livesOf('main', loop), 14_000, 10_000)).toBe(2);
  });
});
