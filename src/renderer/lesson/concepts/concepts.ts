import type { DrawingBlock } from '../../../shared/course/course.ts';

/** What each frame of a drawing says, in the order in which a learner steps through them. */
export const conceptFrames: Readonly<Record<DrawingBlock['of'], readonly string[]>> = {
  container: [
    'An image: layers of files. It is built once, and never changes.',
    'A container: the layers of the image, a thin layer to write on, and a process.',
    'Restarted: the process is new. The container and its thin layer are the same, note and all.',
    'Recreated: another container from the image. Its thin layer begins empty; the note is gone.',
  ],
  volume: [
    'The service writes a note in its own layer, and a count in a volume of the device.',
    'A new release: the container goes, and the note with it. The volume stays.',
    'The new container has an empty layer, and the same volume with the count in it.',
  ],
  network: [
    'On the host network, a service uses the ports of the device itself. Whoever reaches the device reaches it.',
    'On a bridge, a published port is a door: what comes to it is handed to the service behind.',
    'Without a door there is no way in: the request is refused at the wall.',
    'Inside, services of one bridge reach each other by name, on every port.',
  ],
};
